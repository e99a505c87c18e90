package io.lakehouse.bench.scd2;

import java.util.List;
import org.apache.spark.sql.SparkSession;

/** Compares tables of versions: two are equal when they hold the same versions, each as often. */
final class Versions {
    private static final String COLUMNS =
            "id, name, category, price, quantity, note, effective_start_ts, effective_end_ts, is_current, is_deleted";

    private final SparkSession spark;

    /** Versions that a session reads. */
    Versions(SparkSession spark) {
        this.spark = spark;
    }

    /**
     * Versions that one table has and the other has not, in either direction. They are told apart by 128 bits of two
     * hashes of all their columns.
     */
    long differing(String one, String other) {
        if (one.equals(other)) {
            return 0;
        }
        return spark.sql("SELECT coalesce(sum(abs(surplus)), 0) FROM (SELECT sum(side) AS surplus FROM ("
                        + hashes(one, 1) + " UNION ALL " + hashes(other, -1) + ") GROUP BY a, b)")
                .first()
                .getLong(0);
    }

    /** Number and content of the versions of a table, to compare it with a later state of itself. */
    List<Object> digest(String table) {
        var row = spark.sql("SELECT count(1), sum(cast(a AS decimal(38))), sum(cast(b AS decimal(38))) FROM ("
                        + hashes(table, 1) + ")")
                .first();
        return List.of(row.get(0), row.get(1), row.get(2));
    }

    private static String hashes(String table, int side) {
        return "SELECT xxhash64(" + COLUMNS + ") AS a, xxhash64(hash(" + COLUMNS + "), is_current, " + COLUMNS
                + ") AS b, cast(" + side + " AS bigint) AS side FROM " + table;
    }
}
