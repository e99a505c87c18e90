package io.lakehouse.stream.truncation;

import io.lakehouse.contract.change.ChangeEvent;
import io.lakehouse.contract.change.Operation;
import io.lakehouse.contract.job.TableRoute;
import io.lakehouse.stream.message.KeyFields;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What is remembered of a change of a current table for the sake of a later truncation, or a truncation itself.
 *
 * @param currentTopic topic of the current table
 * @param bucket which share of the table's keys it is about, from 0 to {@link #BUCKETS} - 1
 * @param table the source table, {@code schema.table}
 * @param orderKey its place in the order
 * @param keyText canonical text of the row's key; empty for a truncation, since a key text never is
 * @param keyFields the key's columns as fields of a message; empty for a truncation
 * @param live whether the row is there after the change
 * @param eventMicros the source's commit time, in microseconds since 1970-01-01T00:00:00Z
 */
public record Mark(
        String currentTopic,
        int bucket,
        String table,
        String orderKey,
        String keyText,
        String keyFields,
        boolean live,
        long eventMicros) {
    /** Shares of a table's keys. It is part of the state's layout, so it never changes. */
    static final int BUCKETS = 64;

    /** The marks of a change: none, one for a row, or one per bucket for a truncation. */
    public static List<Mark> of(TableRoute route, ChangeEvent event) {
        var isInCurrent =
                !route.currentTopic().isEmpty() && !event.table().key().isEmpty();
        if (!isInCurrent) {
            return List.of();
        }
        if (event.operation() == Operation.TRUNCATE) {
            return IntStream.range(0, BUCKETS)
                    .mapToObj(bucket -> of(route, event, bucket, "", ""))
                    .toList();
        }
        var keyText = event.keyText();
        return List.of(of(route, event, Math.floorMod(keyText.hashCode(), BUCKETS), keyText, KeyFields.of(event)));
    }

    private static Mark of(TableRoute route, ChangeEvent event, int bucket, String keyText, String keyFields) {
        var isLive = event.operation() != Operation.DELETE && event.operation() != Operation.TRUNCATE;
        return new Mark(
                route.currentTopic(),
                bucket,
                event.table().qualifiedName(),
                event.orderKey().toString(),
                keyText,
                keyFields,
                isLive,
                event.eventMicros());
    }

    /** What the state is partitioned by. */
    public String partition() {
        return currentTopic + '/' + bucket;
    }

    boolean isTruncation() {
        return keyText.isEmpty();
    }

    boolean isBefore(String otherOrderKey) {
        return orderKey.compareTo(otherOrderKey) < 0;
    }
}
