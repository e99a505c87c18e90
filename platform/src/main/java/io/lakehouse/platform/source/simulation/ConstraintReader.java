package io.lakehouse.platform.source.simulation;

import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Reads from PostgreSQL's catalogue what rows a table takes. */
final class ConstraintReader {
    private static final String TABLE = "(SELECT c.oid FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
            + " WHERE n.nspname = ? AND c.relname = ?)";

    /** A check that only a domain makes is asked of the domain's name, which the cast of a value carries. */
    private static final String CHECKS =
            """
            SELECT con.conname, pg_get_expr(con.conbin, con.conrelid) AS expression,
                   ARRAY(SELECT a.attname::text FROM unnest(con.conkey) AS k (attnum)
                         JOIN pg_attribute a ON a.attrelid = con.conrelid AND a.attnum = k.attnum) AS columns
            FROM pg_constraint con WHERE con.contype = 'c' AND con.conrelid = %s
            ORDER BY con.conname
            """
                    .formatted(TABLE);

    /** PostgreSQL 14 has no {@code indnullsnotdistinct}: it is asked of the row as JSON, where it may be missing. */
    private static final String UNIQUES =
            """
            SELECT c.relname AS name,
                   ARRAY(SELECT pg_get_indexdef(i.indexrelid, k, false)
                         FROM generate_series(1, i.indnkeyatts) AS k) AS expressions,
                   ARRAY(SELECT a.attname::text FROM pg_attribute a
                         WHERE a.attrelid = i.indrelid AND a.attnum > 0
                           AND (a.attnum = ANY (i.indkey) OR EXISTS (
                                SELECT 1 FROM pg_depend d
                                WHERE d.classid = 'pg_class'::regclass AND d.objid = i.indexrelid
                                  AND d.refobjid = i.indrelid AND d.refobjsubid = a.attnum))) AS columns,
                   coalesce(CAST(to_jsonb(i) ->> 'indnullsnotdistinct' AS boolean), false) AS nulls_not_distinct
            FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
            WHERE i.indisunique AND i.indisvalid AND i.indrelid = %s
            ORDER BY c.relname
            """
                    .formatted(TABLE);

    private static final String FOREIGN_KEYS =
            """
            SELECT con.conname, cn.nspname, c.relname, pn.nspname, p.relname, con.confdeltype,
                   ARRAY(SELECT a.attname::text FROM unnest(con.conkey) WITH ORDINALITY AS k (attnum, place)
                         JOIN pg_attribute a ON a.attrelid = con.conrelid AND a.attnum = k.attnum
                         ORDER BY k.place) AS columns,
                   ARRAY(SELECT a.attname::text FROM unnest(con.confkey) WITH ORDINALITY AS k (attnum, place)
                         JOIN pg_attribute a ON a.attrelid = con.confrelid AND a.attnum = k.attnum
                         ORDER BY k.place) AS referenced
            FROM pg_constraint con
            JOIN pg_class c ON c.oid = con.conrelid JOIN pg_namespace cn ON cn.oid = c.relnamespace
            JOIN pg_class p ON p.oid = con.confrelid JOIN pg_namespace pn ON pn.oid = p.relnamespace
            WHERE con.contype = 'f' AND con.conparentid = 0 AND con.%s = %s
            ORDER BY cardinality(con.conkey) DESC, con.conname, c.relname
            """;

    private static final String PARTITIONS =
            """
            SELECT pg_get_partition_constraintdef(t.relid)
            FROM pg_partition_tree(%s) AS t WHERE t.isleaf AND t.level > 0
            """
                    .formatted(TABLE);

    private ConstraintReader() {}

    static TableConstraints read(Connection connection, TableName table) throws SQLException {
        return TableConstraints.of(
                ColumnReader.columns(connection, table),
                checks(connection, table),
                uniques(connection, table),
                foreignKeys(connection, "conrelid", table),
                foreignKeys(connection, "confrelid", table),
                partitions(connection, table));
    }

    private static List<CheckConstraint> checks(Connection connection, TableName table) throws SQLException {
        return rows(
                connection,
                CHECKS,
                table,
                found -> CheckConstraint.of(found.getString(1), found.getString(2), texts(found.getArray(3))));
    }

    private static List<UniqueKey> uniques(Connection connection, TableName table) throws SQLException {
        return rows(
                connection,
                UNIQUES,
                table,
                found -> new UniqueKey(
                        found.getString(1), texts(found.getArray(2)), texts(found.getArray(3)), found.getBoolean(4)));
    }

    private static List<ForeignKey> foreignKeys(Connection connection, String side, TableName table)
            throws SQLException {
        return rows(
                connection,
                FOREIGN_KEYS.formatted(side, TABLE),
                table,
                found -> new ForeignKey(
                        found.getString(1),
                        new TableName(found.getString(2), found.getString(3)),
                        texts(found.getArray(7)),
                        new TableName(found.getString(4), found.getString(5)),
                        texts(found.getArray(8)),
                        ForeignKey.OnDelete.of(found.getString(6))));
    }

    private static List<String> partitions(Connection connection, TableName table) throws SQLException {
        return rows(
                connection, PARTITIONS, table, found -> found.getString(1) == null ? "DEFAULT" : found.getString(1));
    }

    /** Something read of a row. */
    @FunctionalInterface
    interface Reading<T> {
        T of(ResultSet found) throws SQLException;
    }

    /** The rows that a query about a table gives. */
    static <T> List<T> rows(Connection connection, String sql, TableName table, Reading<T> reading)
            throws SQLException {
        try (var statement = connection.prepareStatement(sql)) {
            statement.setString(1, table.schema());
            statement.setString(2, table.table());
            var found = statement.executeQuery();
            var rows = new ArrayList<T>();
            while (found.next()) {
                rows.add(reading.of(found));
            }
            return rows;
        }
    }

    static List<String> texts(Array array) throws SQLException {
        return List.of((String[]) array.getArray());
    }
}
