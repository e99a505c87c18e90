package io.lakehouse.lake.silver;

import java.io.Serializable;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a stored version says of itself, as the check sees it: nothing of it is trusted to be there.
 *
 * @param start in microseconds since 1970-01-01T00:00:00Z
 * @param end likewise
 */
record Claim(
        String keyText,
        @Nullable String eventId,
        @Nullable String orderKey,
        @Nullable String lastOrderKey,
        @Nullable Long start,
        @Nullable Long end,
        @Nullable Boolean current,
        @Nullable Boolean deleted)
        implements Serializable {
    private static final Comparator<@Nullable String> TEXTS = Comparator.nullsFirst(Comparator.naturalOrder());

    /** By key, and within a key in the order of its versions. */
    static final Comparator<Claim> ORDER = Comparator.comparing(Claim::keyText)
            .thenComparing(Claim::orderKey, TEXTS)
            .thenComparing(Claim::lastOrderKey, TEXTS)
            .thenComparing(claim -> !Boolean.TRUE.equals(claim.deleted));

    /** The columns of an SCD2 table that it is made of, in the order of {@link #of}. */
    static final List<String> COLUMNS = List.of(
            SilverSchema.EVENT_ID,
            SilverSchema.ORDER_KEY,
            SilverSchema.LAST_ORDER_KEY,
            SilverSchema.START,
            SilverSchema.END,
            SilverSchema.CURRENT,
            SilverSchema.DELETED);

    /** The claim of a row with these values of {@link #COLUMNS}. */
    static Claim of(String keyText, List<@Nullable Object> values) {
        return new Claim(
                keyText,
                (String) values.get(0),
                (String) values.get(1),
                (String) values.get(2),
                micros(values.get(3)),
                micros(values.get(4)),
                (Boolean) values.get(5),
                (Boolean) values.get(6));
    }

    /** Those of some versions that cannot be true, with one another (invariant I5 of the contract); all keys whole. */
    static List<Claim> wrong(List<Claim> versions) {
        var keys = new HashMap<String, List<Claim>>();
        versions.forEach(claim ->
                keys.computeIfAbsent(claim.keyText, key -> new ArrayList<>(2)).add(claim));
        var wrong = new ArrayList<Claim>();
        for (var key : keys.values()) {
            key.sort(ORDER);
            for (var i = 0; i < key.size(); i++) {
                var next = i + 1 < key.size() ? key.get(i + 1).start : null;
                if (key.get(i).isWrongBefore(next)) {
                    wrong.add(key.get(i));
                }
            }
        }
        return wrong;
    }

    /** Whether it is wrong by itself, or beside the version that follows. */
    private boolean isWrongBefore(@Nullable Long next) {
        if (start == null || current == null || deleted == null || current != (end == null)) {
            return true;
        }
        if (end == null) {
            return deleted || next != null;
        }
        if (next == null) {
            return end < start || !deleted;
        }
        return end < start || next < end || (next > end && !deleted);
    }

    @Override
    public String toString() {
        return "key " + keyText + " from " + moment(start) + " to " + moment(end) + " current " + current + " deleted "
                + deleted + " event " + eventId;
    }

    private static @Nullable Instant moment(@Nullable Long micros) {
        return SilverValue.instantOrNull(micros);
    }

    private static @Nullable Long micros(@Nullable Object moment) {
        if (moment == null) {
            return null;
        }
        var instant = moment instanceof OffsetDateTime withOffset ? withOffset.toInstant() : (Instant) moment;
        return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
    }
}
