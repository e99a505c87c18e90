/**
 * What a run reads from Iceberg tables and writes to them, file by file, and how much that is.
 */
@NullMarked
package io.lakehouse.lake.store;

import org.jspecify.annotations.NullMarked;
