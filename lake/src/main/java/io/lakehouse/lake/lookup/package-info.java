/**
 * Rows of some keys, found in Parquet files by the columns of the key before anything else of a row is read.
 *
 * @see <a href="../../../../../../../../docs/decisions/0170-keys-are-looked-for-before-rows-are-read.md">decision 170</a>
 */
@NullMarked
package io.lakehouse.lake.lookup;

import org.jspecify.annotations.NullMarked;
