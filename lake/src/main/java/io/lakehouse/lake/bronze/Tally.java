package io.lakehouse.lake.bronze;

import io.lakehouse.lake.bronze.BronzeInput.Totals;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What some changes of one table come to, part by part; a part may be a single change. */
final class Tally {
    private Tally() {}

    /**
     * Changes of one table, of one epoch and one partition of the raw topic.
     *
     * @param table number of the table
     * @param lastOrderKey the highest order key
     * @param lastEventMicros commit time of the change of that order key, in microseconds since 1970-01-01T00:00:00Z
     * @param lastLsn log position of that change
     * @param lastTruncation the highest order key of a truncation
     */
    record Part(
            int table,
            long epoch,
            int rawPartition,
            long rows,
            String lastOrderKey,
            long lastEventMicros,
            long lastLsn,
            @Nullable String lastTruncation,
            long lastRawOffset) {}

    /** The totals of each table, by its number. */
    static Map<Integer, Totals> totals(List<Part> parts) {
        return parts.stream()
                .collect(Collectors.groupingBy(
                        Part::table, TreeMap::new, Collectors.collectingAndThen(Collectors.toList(), Tally::of)));
    }

    private static Totals of(List<Part> parts) {
        var last = parts.stream().max(Comparator.comparing(Part::lastOrderKey)).orElseThrow();
        // Only the highest epoch counts: in an earlier one the topic may have been another.
        var epoch = parts.stream().mapToLong(Part::epoch).max().orElseThrow();
        var next = new HashMap<Integer, Long>();
        parts.stream()
                .filter(part -> part.epoch() == epoch)
                .forEach(part -> next.merge(part.rawPartition(), part.lastRawOffset() + 1, Math::max));
        return new Totals(
                parts.stream().mapToLong(Part::rows).sum(),
                last.lastOrderKey(),
                last.lastEventMicros(),
                last.lastLsn(),
                parts.stream()
                        .map(Part::lastTruncation)
                        .filter(Objects::nonNull)
                        .max(Comparator.naturalOrder())
                        .orElse(""),
                next);
    }
}
