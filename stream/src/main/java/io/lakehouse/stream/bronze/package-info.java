/** The bronze table: its schema, its creation, its rows. */
@NullMarked
package io.lakehouse.stream.bronze;

import org.jspecify.annotations.NullMarked;
