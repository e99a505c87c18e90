/** The event backbone and the stream jobs: Kafka, Flink, topics, and the jobs' life. */
@NullMarked
package io.lakehouse.platform.stream;

import org.jspecify.annotations.NullMarked;
