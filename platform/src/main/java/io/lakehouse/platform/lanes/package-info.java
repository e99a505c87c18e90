/** The lanes of a pipeline on running engines: applying it, keeping it, its positions, and waiting for them. */
@NullMarked
package io.lakehouse.platform.lanes;

import org.jspecify.annotations.NullMarked;
