package io.lakehouse.stream.raw;

import io.lakehouse.contract.change.Position;
import io.lakehouse.contract.job.RawMessages;
import java.util.List;
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
 * @param epoch text of the header {@link RawMessages#EPOCH_HEADER}
 * @param headers its headers, packed by {@link RawHeaders}
 * @param lanes text of the header {@link RawMessages#LANES_HEADER}; {@code null} for every lane
 */
public record RawMessage(
        String topic,
        int partition,
        long offset,
        long timestamp,
        byte @Nullable [] key,
        byte @Nullable [] value,
        @Nullable String epoch,
        byte[] headers,
        @Nullable String lanes) {

    /** A message for every lane, with no header but that of the epoch. */
    public RawMessage(
            String topic,
            int partition,
            long offset,
            long timestamp,
            byte @Nullable [] key,
            byte @Nullable [] value,
            @Nullable String epoch) {
        this(
                topic,
                partition,
                offset,
                timestamp,
                key,
                value,
                epoch,
                RawHeaders.ofText(RawMessages.EPOCH_HEADER, epoch),
                null);
    }

    /** Whether the lane of this label is to read it. */
    public boolean isFor(String lane) {
        return lanes == null || List.of(lanes.split(",")).contains(lane);
    }

    /** Where it stands. */
    public Position position() {
        return new Position(topic, partition, offset);
    }
}
