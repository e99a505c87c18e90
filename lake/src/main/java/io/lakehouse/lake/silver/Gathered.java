package io.lakehouse.lake.silver;

import io.lakehouse.lake.bronze.BronzeChanges;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/**
 * Few changes whose outcome was found in this JVM: what Spark needs to start anything costs more than they do.
 *
 * @param stored the versions that they met, as {@link StoredVersions#rows} gives them
 * @param outcomes rows of {@link Outcome}
 * @see <a href="../../../../../../../docs/decisions/0092-few-changes-are-taken-into-one-jvm.md">decision 92</a>
 */
record Gathered(List<Row> stored, List<Row> outcomes) {
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

    /** The outcome for Spark to go on with. */
    Step step(SparkSession spark, StructType schema) {
        return new Step(
                spark.createDataFrame(outcomes, schema),
                late(),
                count(Outcome.EDITS::contains),
                count(kind -> kind.equals(Outcome.INSERT)),
                total(2),
                total(3),
                total(4));
    }

    /** Keys of which more has to be looked at. */
    long late() {
        return count(kind -> kind.equals(Outcome.LATE));
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

    Merged merged() {
        return new Merged(count(kind -> kind.equals(Outcome.INSERT)), total(3), total(4), 0);
    }

    private static Map<String, List<Row>> byKey(List<Row> rows) {
        var keys = new TreeMap<String, List<Row>>();
        rows.forEach(row -> keys.computeIfAbsent(row.getAs(BronzeChanges.KEY_TEXT), key -> new ArrayList<>())
                .add(row));
        return keys;
    }

    private long count(Predicate<String> kind) {
        return outcomes.stream().filter(row -> kind.test(row.getString(0))).count();
    }

    private long total(int column) {
        return outcomes.stream().mapToLong(row -> row.getLong(column)).sum();
    }
}
