package io.lakehouse.contract.change;

/**
 * Where a message stands in Kafka.
 *
 * @param topic name of the topic
 * @param partition number of the partition, from 0
 * @param offset offset in the partition, from 0
 */
public record Position(String topic, int partition, long offset) {}
