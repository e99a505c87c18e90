package io.lakehouse.platform.lanes;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.lakehouse.platform.engine.ConfigurationFile;
import io.lakehouse.platform.engine.rest.JsonRest;
import io.lakehouse.platform.query.live.TailBound;
import io.lakehouse.platform.stream.RawTail;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a home remembers of the views of a pipeline that were made: enough to tell, without asking Trino, that making them
 * again would change next to nothing (docs/decisions/0161). It may be older than the views: then they are made once more.
 *
 * @param epoch incarnation of the replication slot whose positions they read from
 * @param columns types of the columns of the lake's tables, by table and name
 * @param tables the views of each table, by what their names begin with
 * @param gold the texts of the declared views that were made with these columns
 */
record MadeViews(
        long epoch, Map<String, Map<String, String>> columns, Map<String, OfTable> tables, Map<String, String> gold) {
    /** Nothing was made, as far as is known. */
    static final MadeViews NONE = new MadeViews(0, Map.of(), Map.of(), Map.of());

    /**
     * How many messages a view may read beyond the newest published position. A thousand cost a query some 0.1 s of
     * processor time, to make two views again costs Trino 0.7 s or more.
     */
    private static final long READ_AGAIN = 2_000;

    /** Keeps its own copies, in one order. */
    MadeViews {
        columns = new TreeMap<>(columns);
        tables = new TreeMap<>(tables);
        gold = new TreeMap<>(gold);
    }

    /**
     * The views of one table.
     *
     * @param text what both say
     * @param made when they were made, in ISO 8601
     * @param bounds from where they read the topic
     */
    record OfTable(String text, String made, List<Bound> bounds) {
        /** Keeps its own copy. */
        OfTable {
            bounds = List.copyOf(bounds);
        }

        static OfTable of(String text, Instant made, List<TailBound> bounds) {
            return new OfTable(
                    text,
                    made.toString(),
                    bounds.stream()
                            .map(bound -> new Bound(
                                    bound.partition(),
                                    bound.published(),
                                    bound.from(),
                                    bound.keptUntil().toString()))
                            .toList());
        }

        List<TailBound> tailBounds() {
            return bounds.stream()
                    .map(bound ->
                            new TailBound(bound.partition, bound.published, bound.from, Instant.parse(bound.keptUntil)))
                    .toList();
        }

        /**
         * Whether the views read little that is published, and whether all that their guard looks at stays for long.
         *
         * @param topic what of the topic is there now
         */
        boolean isNearEnough(List<RawTail.Range> topic, Instant now) {
            var ranges = new TreeMap<Integer, RawTail.Range>();
            topic.forEach(range -> ranges.put(range.partition(), range));
            var begins = Instant.parse(made);
            var behind = 0L;
            for (var bound : tailBounds()) {
                var range = ranges.remove(bound.partition());
                var watched = bound.published() == 0 ? bound.from() : bound.published() - 1;
                if (range == null || range.begin() > watched || range.end() < bound.from()) {
                    return false;
                }
                if (!bound.keptUntil().equals(Instant.MAX)
                        && now.isAfter(begins.plus(
                                Duration.between(begins, bound.keptUntil()).dividedBy(2)))) {
                    return false;
                }
                behind += range.end() - bound.from();
            }
            return ranges.isEmpty() && behind <= READ_AGAIN;
        }
    }

    /**
     * One {@link TailBound}.
     *
     * @param partition number of the partition
     * @param published one above the last offset that the lake held
     * @param from the first offset that is read
     * @param keptUntil until when nothing from there on can be deleted, in ISO 8601
     */
    record Bound(int partition, long published, long from, String keptUntil) {}

    /** What is remembered in a file; nothing when it is not there or of another release. */
    static MadeViews read(Path file) {
        try {
            return Files.exists(file) ? JsonRest.JSON.readValue(Files.readString(file), MadeViews.class) : NONE;
        } catch (IOException e) {
            return NONE;
        }
    }

    /** Remembers it in a file. */
    void write(Path file) {
        try {
            ConfigurationFile.write(file, JsonRest.JSON.writeValueAsString(this));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("what was made is told by texts and numbers", e);
        }
    }

    /** The same with these declared views. */
    MadeViews withGold(Map<String, String> made) {
        return new MadeViews(epoch, columns, tables, made);
    }
}
