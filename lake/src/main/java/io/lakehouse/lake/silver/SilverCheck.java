package io.lakehouse.lake.silver;

import static org.apache.spark.sql.functions.col;

import io.lakehouse.lake.bronze.BronzeChanges;
import io.lakehouse.lake.store.AtOnce;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.iceberg.util.SerializationUtil;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * What must hold of the versions of a key (invariant I5 of the contract), checked on what was written and before it is
 * published: no overlap, no gap but for deletions, at most one current version.
 */
final class SilverCheck implements MapPartitionsFunction<Row, byte[]> {
    private static final long serialVersionUID = 1L;
    private static final int SAMPLES = 5;
    private static final int VERSIONS_OF_A_PART = 10_000;

    private SilverCheck() {}

    /** What was found: how many versions there are, how many are wrong, and some of these. */
    private record Found(long versions, long wrong, ArrayList<Claim> samples) implements Serializable {
        static Found in(List<Claim> versions) {
            var wrong = Claim.wrong(versions);
            return new Found(versions.size(), wrong.size(), first(wrong.stream()));
        }

        Found and(Found other) {
            return new Found(
                    versions + other.versions,
                    wrong + other.wrong,
                    first(Stream.concat(samples.stream(), other.samples.stream())));
        }

        private static ArrayList<Claim> first(Stream<Claim> wrong) {
            return wrong.sorted(Claim.ORDER).limit(SAMPLES).collect(Collectors.toCollection(ArrayList::new));
        }
    }

    /** The columns that are looked at. */
    static Column[] columns() {
        return Claim.COLUMNS.stream().map(Sql::column).toArray(Column[]::new);
    }

    /**
     * Checks the versions of the keys that a run touched, in Spark's tasks.
     *
     * @param versions the {@link #columns} of versions, after their key text
     * @param expected how many versions they must be
     * @throws AuditException when they do not hold; the message shows some of the versions that are wrong
     */
    static void require(String table, Dataset<Row> versions, long expected) {
        var found = versions
                .repartition(col(BronzeChanges.KEY_TEXT))
                .sortWithinPartitions(BronzeChanges.KEY_TEXT)
                .mapPartitions(new SilverCheck(), Encoders.BINARY())
                .collectAsList()
                .stream()
                .map(SerializationUtil::<Found>deserializeFromBytes)
                .reduce(Found.in(List.of()), Found::and);
        require(table, found, expected);
    }

    /** Checks such versions in this JVM, many of them in parts, each with all versions of its keys. */
    static void requireHere(String table, List<Claim> versions, long expected) {
        var parts = new ArrayList<List<Claim>>();
        for (var i = 0; i <= versions.size() / VERSIONS_OF_A_PART; i++) {
            parts.add(new ArrayList<>());
        }
        versions.forEach(claim -> parts.get(Math.floorMod(claim.keyText().hashCode(), parts.size()))
                .add(claim));
        var found = AtOnce.of(parts.size(), part -> Found.in(parts.get(part)));
        require(table, found.stream().reduce(Found.in(List.of()), Found::and), expected);
    }

    /** The versions come key by key, so that no more than one key's are held. */
    @Override
    public Iterator<byte[]> call(Iterator<Row> versions) {
        var found = Found.in(List.of());
        var key = new ArrayList<Claim>();
        while (versions.hasNext()) {
            var claim = claim(versions.next());
            if (!key.isEmpty() && !key.get(0).keyText().equals(claim.keyText())) {
                found = found.and(Found.in(key));
                key.clear();
            }
            key.add(claim);
        }
        return List.of(SerializationUtil.serializeToBytes(found.and(Found.in(key))))
                .iterator();
    }

    private static void require(String table, Found found, long expected) {
        if (found.wrong() > 0) {
            throw new AuditException(
                    table + ": " + found.wrong() + " versions overlap, leave a gap or are current beside another",
                    found.samples().stream().map(Claim::toString).toList());
        }
        if (found.versions() != expected) {
            throw new AuditException(table + ": the touched keys have " + found.versions()
                    + " versions, but the changes make " + expected);
        }
    }

    private static Claim claim(Row row) {
        var values = new ArrayList<@Nullable Object>();
        for (var i = 1; i < row.size(); i++) {
            values.add(row.get(i));
        }
        return Claim.of(row.getString(0), values);
    }
}
