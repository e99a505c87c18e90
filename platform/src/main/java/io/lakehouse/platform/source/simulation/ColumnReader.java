package io.lakehouse.platform.source.simulation;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/** Reads a table's columns from PostgreSQL's catalogue; domains are followed to what they stand for. */
final class ColumnReader {
    private static final String COLUMNS =
            """
            WITH RECURSIVE base (attnum, oid, typmod, required, checks) AS (
                SELECT a.attnum, a.atttypid, a.atttypmod, a.attnotnull, ARRAY[]::text[]
                FROM pg_attribute a
                WHERE a.attrelid = (SELECT c.oid FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                                    WHERE n.nspname = ? AND c.relname = ?)
                  AND a.attnum > 0 AND NOT a.attisdropped
                UNION ALL
                SELECT b.attnum, t.typbasetype, t.typtypmod, b.required OR t.typnotnull,
                       (b.checks || ARRAY(SELECT pg_get_expr(con.conbin, 0)::text FROM pg_constraint con
                                          WHERE con.contypid = t.oid AND con.contype = 'c')) COLLATE "default"
                FROM base b JOIN pg_type t ON t.oid = b.oid
                WHERE t.typtype = 'd'
            )
            SELECT a.attname, format_type(a.atttypid, a.atttypmod) AS declared,
                   t.typcategory = 'A' AND t.typelem <> 0 AS isarray, e.typname, format_type(e.oid, b.typmod) AS made,
                   NOT b.required AS nullable, a.attgenerated <> '' AS generated,
                   a.atthasdef OR a.attidentity <> '' AS filled, a.attidentity = 'a' AS always,
                   a.attidentity <> '' OR coalesce(pg_get_expr(d.adbin, d.adrelid) LIKE 'nextval(%%', false) AS numbered,
                   ARRAY(SELECT l.enumlabel::text FROM pg_enum l WHERE l.enumtypid = e.oid ORDER BY l.enumsortorder) AS labels,
                   b.checks
            FROM base b
            JOIN pg_type t ON t.oid = b.oid AND t.typtype <> 'd'
            JOIN pg_type e ON e.oid = CASE WHEN t.typcategory = 'A' AND t.typelem <> 0 THEN t.typelem ELSE t.oid END
            JOIN pg_attribute a ON a.attrelid = (SELECT c.oid FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                                                 WHERE n.nspname = ? AND c.relname = ?) AND a.attnum = b.attnum
            LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
            ORDER BY a.attnum
            """
                    .formatted();

    private ColumnReader() {}

    static List<SimulatedColumn> columns(Connection connection, TableName table) throws SQLException {
        try (var statement = connection.prepareStatement(COLUMNS)) {
            for (int i = 0; i < 2; i++) {
                statement.setString(2 * i + 1, table.schema());
                statement.setString(2 * i + 2, table.table());
            }
            var found = statement.executeQuery();
            var columns = new java.util.ArrayList<SimulatedColumn>();
            while (found.next()) {
                columns.add(column(found));
            }
            return columns;
        }
    }

    private static SimulatedColumn column(ResultSet found) throws SQLException {
        var type = new ValueType(
                found.getString("typname"),
                found.getString("made"),
                ConstraintReader.texts(found.getArray("labels")),
                found.getBoolean("isarray"));
        var column = new SimulatedColumn(
                found.getString("attname"),
                found.getString("declared"),
                type,
                found.getBoolean("nullable"),
                found.getBoolean("generated"),
                found.getBoolean("filled"),
                found.getBoolean("always"),
                found.getBoolean("numbered"),
                Bounds.NONE);
        return withinDomain(column, ConstraintReader.texts(found.getArray("checks")));
    }

    /** What is not understood of a domain's checks the server refuses when a value is cast to it. */
    private static SimulatedColumn withinDomain(SimulatedColumn column, List<String> checks) {
        var narrowed = column;
        for (var check : checks) {
            for (var condition : CheckConditions.of(check)) {
                var bounds = narrowed.bounds().narrowed(condition, narrowed.type());
                narrowed = bounds.isEmpty() ? narrowed : narrowed.within(bounds.get());
            }
        }
        return narrowed;
    }
}
