package io.lakehouse.lake.version;

import io.lakehouse.contract.change.Operation;
import io.lakehouse.contract.change.Row;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One version of a row: what was true from its start, inclusive, to its end, exclusive.
 *
 * @param eventId identity of the change that opened it, which is the version's own identity
 * @param orderKey order key of the change that opened it
 * @param lastOrderKey order key of the last change that it took in: the one that opened it, a change that left the row
 *     as it was, or the deletion that closed it. Without it a late change could not be told from a new one
 * @param startMicros start of its effective range, in microseconds since 1970-01-01T00:00:00Z
 * @param endMicros end of its effective range, likewise; {@code null} while it is current
 * @param deleted whether a delete or a truncation closed it
 * @param rowHash hash of its row
 * @param row its row; {@code null} when it was read from the store, where its row stays
 */
public record Version(
        String eventId,
        String orderKey,
        String lastOrderKey,
        long startMicros,
        @Nullable Long endMicros,
        boolean deleted,
        String rowHash,
        @Nullable Row row) {

    /** The order within a key; at one order key, what a delete left comes before what an insert opened. */
    public static final Comparator<Version> ORDER = Comparator.comparing(Version::orderKey)
            .thenComparing(Version::lastOrderKey)
            .thenComparing(version -> !version.deleted);

    static Version opened(KeyChange change, long micros) {
        return new Version(
                change.eventId(),
                change.orderKey(),
                change.orderKey(),
                micros,
                null,
                false,
                change.rowHash(),
                change.row());
    }

    /** Whether it is the key's current version. */
    public boolean current() {
        return endMicros == null;
    }

    /** The moment before which no later version of the key may start. */
    long floorMicros() {
        return endMicros == null ? startMicros : endMicros;
    }

    /**
     * This version as it was before changes that are to be applied again.
     *
     * @param again their order keys; one of them may have been the last that it took in
     */
    Version before(Set<String> again) {
        if (!again.contains(lastOrderKey)) {
            return deleted
                    ? this
                    : new Version(eventId, orderKey, lastOrderKey, startMicros, null, false, rowHash, row);
        }
        return new Version(eventId, orderKey, orderKey, startMicros, null, false, rowHash, row);
    }

    /** What a change of an order key, which left this row, opens at a moment. */
    Version again(String changeOrderKey, long micros) {
        return new Version(eventId, changeOrderKey, changeOrderKey, micros, null, false, rowHash, row);
    }

    /** The moment of the deletion that closed it; empty when none did. */
    Optional<Long> deletedMicros() {
        return deleted ? Optional.ofNullable(endMicros) : Optional.empty();
    }

    /** Whether the deletion of a key that was not there made it: a version that was never true. */
    boolean neverTrue() {
        return deleted && orderKey.equals(lastOrderKey);
    }

    /** Whether its row is that of another one. */
    boolean saysAs(Version other) {
        return rowHash.equals(other.rowHash);
    }

    /**
     * Whether a change, seen before or not, leaves this version as it is: within what it took in it says the same, or it
     * is its deletion. Two deletions of one key cannot share an order key.
     */
    boolean tookIn(KeyChange change) {
        if (change.operation() == Operation.DELETE) {
            return deleted && change.orderKey().equals(lastOrderKey);
        }
        var end = change.orderKey().compareTo(lastOrderKey);
        return change.orderKey().compareTo(orderKey) > 0
                && (deleted ? end < 0 : end <= 0)
                && change.rowHash().equals(rowHash);
    }

    Version confirmedAt(String changeOrderKey) {
        return new Version(eventId, orderKey, changeOrderKey, startMicros, endMicros, deleted, rowHash, row);
    }

    Version replacedAt(long micros) {
        return new Version(eventId, orderKey, lastOrderKey, startMicros, micros, false, rowHash, row);
    }

    Version deletedAt(String changeOrderKey, long micros) {
        return new Version(eventId, orderKey, changeOrderKey, startMicros, micros, true, rowHash, row);
    }

    /** Whether the store holds this version as it is: everything but the row, which never changes. */
    boolean storedAs(Version stored) {
        return eventId.equals(stored.eventId)
                && orderKey.equals(stored.orderKey)
                && lastOrderKey.equals(stored.lastOrderKey)
                && startMicros == stored.startMicros
                && java.util.Objects.equals(endMicros, stored.endMicros)
                && deleted == stored.deleted
                && rowHash.equals(stored.rowHash);
    }
}
