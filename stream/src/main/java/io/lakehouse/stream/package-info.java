/**
 * The two Flink jobs of a pipeline: the real-time lane and bronze. The mains wire real sources and sinks to
 * topologies that take them as arguments.
 */
@NullMarked
package io.lakehouse.stream;

import org.jspecify.annotations.NullMarked;
