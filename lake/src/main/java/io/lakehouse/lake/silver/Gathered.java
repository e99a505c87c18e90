package io.lakehouse.lake.silver;

import io.lakehouse.lake.bronze.BronzeChanges;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * Few changes whose outcome was found in this JVM: what Spark needs to start anything costs more than they do.
 *
 * @param stored the versions that they met, as {@link StoredVersions#rows} gives them
 * @param outcomes rows of {@link Outcome}
 * @see <a href="../../../../../../../docs/decisions/0092-few-changes-are-taken-into-one-jvm.md">decision 92</a>
 */
record Gathered(List<Row> stored, List<Row> outcomes) {
    /** What comes of no changes. */
    static final Gathered NOTHING = new Gathered(List.of(), List.of());

    /** Follows the rules, key by key. Of the stored versions those of other keys than the changes' do not count. */
    static Gathered of(List<Row> changes, List<Row> stored, ChainStep step) {
        var keys = byKey(changes);
        var versions = byKey(stored);
        versions.keySet().retainAll(keys.keySet());
        var rows = new ArrayList<Row>();
        keys.forEach((key, itsChanges) -> step.call(
                        key,
                        itsChanges.iterator(),
                        versions.getOrDefault(key, List.of()).iterator())
                .forEachRemaining(rows::add));
        return new Gathered(versions.values().stream().flatMap(List::stream).toList(), rows);
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

    private static Map<String, List<Row>> byKey(List<Row> rows) {
        var keys = new TreeMap<String, List<Row>>();
        rows.forEach(row -> keys.computeIfAbsent(row.getAs(BronzeChanges.KEY_TEXT), key -> new ArrayList<>())
                .add(row));
        return keys;
    }

    private Stream<Row> lateOutcomes() {
        return outcomes.stream().filter(row -> row.getString(0).equals(Outcome.LATE));
    }

    private long total(int column) {
        return outcomes.stream().mapToLong(row -> row.getLong(column)).sum();
    }
}
