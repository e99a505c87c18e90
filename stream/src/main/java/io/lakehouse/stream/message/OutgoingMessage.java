package io.lakehouse.stream.message;

import org.jspecify.annotations.Nullable;

/**
 * A message on its way to Kafka.
 *
 * @param topic name of the topic
 * @param key bytes of the key, by which Kafka chooses the partition
 * @param value bytes of the value, JSON
 */
public record OutgoingMessage(String topic, byte @Nullable [] key, byte[] value) {}
