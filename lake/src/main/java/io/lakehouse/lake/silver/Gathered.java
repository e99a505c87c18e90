package io.lakehouse.lake.silver;

import io.lakehouse.lake.bronze.BronzeChanges;
import io.lakehouse.lake.store.AtOnce;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
    private static final int CHANGES_OF_A_TASK = 1_000;

    /** What comes of no changes. */
    static final Gathered NOTHING = new Gathered(List.of(), List.of());

    /** Follows the rules, key by key. Of the stored versions those of other keys than the changes' do not count. */
    static Gathered of(List<Row> changes, List<Row> stored, ChainStep step) {
        var parts = changes.size() / CHANGES_OF_A_TASK + 1;
        var changed = parts(changes, BronzeChanges::keyText, parts);
        var known = parts(stored, StoredVersions::keyText, parts);
        var gathered = AtOnce.of(parts, part -> part(changed.get(part), known.get(part), step));
        return new Gathered(
                gathered.stream().flatMap(part -> part.stored.stream()).toList(),
                gathered.stream().flatMap(part -> part.outcomes.stream()).toList());
    }

    /** Rows in so many parts, all of a key in one. */
    private static List<List<Row>> parts(List<Row> rows, Function<Row, String> keyText, int parts) {
        if (parts == 1) {
            return List.of(rows);
        }
        var divided = new ArrayList<List<Row>>();
        for (var i = 0; i < parts; i++) {
            divided.add(new ArrayList<>());
        }
        rows.forEach(row ->
                divided.get(Math.floorMod(keyText.apply(row).hashCode(), parts)).add(row));
        return divided;
    }

    private static Gathered part(List<Row> changes, List<Row> stored, ChainStep step) {
        var byKey = new LinkedHashMap<String, Key>();
        changes.forEach(row -> byKey.computeIfAbsent(BronzeChanges.keyText(row), Key::new)
                .changes
                .add(row));
        var met = new ArrayList<Row>();
        for (var row : stored) {
            var key = byKey.get(StoredVersions.keyText(row));
            if (key != null) {
                key.stored.add(row);
                met.add(row);
            }
        }
        var outcomes = new ArrayList<Row>();
        byKey.values().forEach(key -> key.follow(step).forEachRemaining(outcomes::add));
        return new Gathered(met, outcomes);
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
        if (others == NOTHING) {
            return this;
        }
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
                        .filter(row -> !late.contains(StoredVersions.keyText(row)))
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
