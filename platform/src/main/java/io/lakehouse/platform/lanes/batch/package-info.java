/** Who runs the batches of a pipeline, and when. */
@NullMarked
package io.lakehouse.platform.lanes.batch;

import org.jspecify.annotations.NullMarked;
