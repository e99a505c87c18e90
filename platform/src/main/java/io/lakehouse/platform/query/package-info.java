/** How the lake is asked: Trino. */
@NullMarked
package io.lakehouse.platform.query;

import org.jspecify.annotations.NullMarked;
