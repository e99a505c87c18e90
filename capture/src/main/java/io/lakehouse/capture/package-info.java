/** What Kafka Connect writes the keys and the values of raw messages with. */
@org.jspecify.annotations.NullMarked
package io.lakehouse.capture;
