/**
 * What a run writes: the SCD2 tables and the checkpoint, and the check of what was written.
 */
@NullMarked
package io.lakehouse.lake.silver;

import org.jspecify.annotations.NullMarked;
