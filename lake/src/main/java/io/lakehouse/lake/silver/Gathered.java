package io.lakehouse.lake.silver;

import io.lakehouse.lake.bronze.BronzeChanges;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.iceberg.relocated.com.google.common.collect.Lists;
import org.apache.iceberg.util.Tasks;
import org.apache.iceberg.util.ThreadPools;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * Few changes whose outcome was found in this JVM: what Spark needs to start anything costs more than they do.
 *
 * @param stored the versions that they met, as {@link StoredVersions#rows} gives them
 * @param outcomes rows of {@link Outcome}
 * @see <a href="../../../../../../../../docs/decisions/0092-few-changes-are-taken-into-one-jvm.md">decision 92</a>
 */
record Gathered(List<Row> stored, List<Row> outcomes) {
    private static final int KEYS_OF_A_TASK = 1_000;

    /** What comes of no changes. */
    static final Gathered NOTHING = new Gathered(List.of(), List.of());

    /** Follows the rules, key by key. Of the stored versions those of other keys than the changes' do not count. */
    static Gathered of(List<Row> changes, List<Row> stored, ChainStep step) {
        var byKey = new LinkedHashMap<String, Key>();
        changes.forEach(row -> byKey.computeIfAbsent(row.getAs(BronzeChanges.KEY_TEXT), Key::new)
                .changes
                .add(row));
        var met = new ArrayList<Row>();
        for (var row : stored) {
            var key = byKey.get(row.<String>getAs(BronzeChanges.KEY_TEXT));
            if (key != null) {
                key.stored.add(row);
                met.add(row);
            }
        }
        var parts = Lists.partition(List.copyOf(byKey.values()), KEYS_OF_A_TASK);
        var outcomes = new ArrayList<List<Row>>(Collections.nCopies(parts.size(), List.of()));
        // Each place of the list is set by one thread, and read when all have ended.
        Tasks.range(parts.size())
                .executeWith(ThreadPools.getWorkerPool())
                .stopOnFailure()
                .throwFailureWhenFinished()
                .run(part -> {
                    var rows = new ArrayList<Row>();
                    parts.get(part).forEach(key -> key.follow(step).forEachRemaining(rows::add));
                    outcomes.set(part, rows);
                });
        return new Gathered(met, outcomes.stream().flatMap(List::stream).toList());
    }

    /** A key with its rows. */
    private record Key(String text, List<Row> changes, List<Row> stored) {
        Key(String text) {
            this(text, new ArrayList<>(1), new ArrayList<>(1));
        }

        Iterator<Row> follow(ChainStep step) {
            return step.call(text, changes.iterator(), stored.iterator());
        }
    }

    /** This and what came of the changes of other keys. */
    Gathered and(Gathered others) {
        return new Gathered(
                Stream.concat(stored.stream(), others.stored.stream()).toList(),
                Stream.concat(outcomes.stream(), others.outcomes.stream()).toList());
    }

    /** Keys of which more has to be looked at. */
    Set<String> lateKeys() {
        return lateOutcomes().map(row -> row.getString(1)).collect(Collectors.toSet());
    }

    /** The least order key from which on the changes of one of these keys have to be known. */
    String from() {
        return lateOutcomes()
                .map(row -> row.getString(8))
                .min(Comparator.naturalOrder())
                .orElse("");
    }

    /** This without these keys. */
    Gathered settled() {
        var late = lateKeys();
        return new Gathered(
                stored.stream()
                        .filter(row -> !late.contains(row.<String>getAs(BronzeChanges.KEY_TEXT)))
                        .toList(),
                outcomes.stream()
                        .filter(row -> !row.getString(0).equals(Outcome.LATE))
                        .toList());
    }

    /** The edits as {@link io.lakehouse.lake.store.RowEdits} takes them. */
    List<Row> edits() {
        return outcomes.stream()
                .filter(row -> Outcome.EDITS.contains(row.getString(0)))
                .map(row -> RowFactory.create(
                        row.get(5), row.get(6), !row.getString(0).equals(Outcome.REMOVE), row.get(7)))
                .toList();
    }

    /** Versions that the check has to find. */
    long versions() {
        return total(2);
    }

    /**
     * What was done.
     *
     * @param rebuilt keys that were rebuilt from bronze
     */
    Merged merged(long rebuilt) {
        var inserted = outcomes.stream()
                .filter(row -> row.getString(0).equals(Outcome.INSERT))
                .count();
        return new Merged(inserted, total(3), total(4), rebuilt);
    }

    private Stream<Row> lateOutcomes() {
        return outcomes.stream().filter(row -> row.getString(0).equals(Outcome.LATE));
    }

    private long total(int column) {
        return outcomes.stream().mapToLong(row -> row.getLong(column)).sum();
    }
}
