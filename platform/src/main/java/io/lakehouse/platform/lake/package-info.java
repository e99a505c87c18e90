/** The lake: its S3 store, its catalogue, and the batch that writes history. */
@NullMarked
package io.lakehouse.platform.lake;

import org.jspecify.annotations.NullMarked;
