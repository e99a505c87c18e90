package io.lakehouse.stream.raw;

import io.lakehouse.contract.change.Position;
import org.jspecify.annotations.Nullable;

/**
 * A message of a raw topic as Kafka gives it.
 *
 * @param topic name of its topic
 * @param partition number of its partition, from 0
 * @param offset its offset in the partition, from 0
 * @param timestamp Kafka's timestamp, in ms since 1970-01-01T00:00:00Z
 * @param key bytes of its key
 * @param value bytes of its value, Debezium's envelope as JSON
 * @param epoch text of the header {@link io.lakehouse.contract.job.RawMessages#EPOCH_HEADER}
 */
public record RawMessage(
        String topic,
        int partition,
        long offset,
        long timestamp,
        byte @Nullable [] key,
        byte @Nullable [] value,
        @Nullable String epoch) {

    /** Where it stands. */
    public Position position() {
        return new Position(topic, partition, offset);
    }
}
