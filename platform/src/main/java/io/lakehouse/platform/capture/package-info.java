/** How changes leave the source: the Kafka Connect worker and the Debezium connector of a pipeline. */
@NullMarked
package io.lakehouse.platform.capture;

import org.jspecify.annotations.NullMarked;
