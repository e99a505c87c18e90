/**
 * What a run reads: an exact range of the bronze table, as changes with their keys.
 */
@NullMarked
package io.lakehouse.lake.bronze;

import org.jspecify.annotations.NullMarked;
