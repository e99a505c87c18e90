/** What the jobs write to Kafka: messages of the current and history topics, and dead letters. */
@NullMarked
package io.lakehouse.stream.message;

import org.jspecify.annotations.NullMarked;
