package io.lakehouse.platform.source;

import io.lakehouse.contract.declaration.ColumnType;
import io.lakehouse.platform.source.CatalogueTable.CatalogueColumn;
import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Reads tables from PostgreSQL's catalogue. */
final class SourceCatalogue {
    private static final int TYPMOD_HEADER = 4;

    /** A domain is followed to its base type, whose modifier the domain may set; of an array the type is its elements'. */
    private static final String COLUMNS =
            """
            WITH RECURSIVE base (attnum, oid, typmod) AS (
                SELECT a.attnum, a.atttypid, a.atttypmod
                FROM pg_attribute a
                WHERE a.attrelid = ?::oid AND a.attnum > 0 AND NOT a.attisdropped
                UNION ALL
                SELECT b.attnum, t.typbasetype, t.typtypmod
                FROM base b JOIN pg_type t ON t.oid = b.oid
                WHERE t.typtype = 'd'
            )
            SELECT a.attname, format_type(a.atttypid, a.atttypmod) AS declared, n.nspname, t.typname, t.typtype,
                   b.typmod, t.is_array, NOT a.attnotnull AS nullable, a.attgenerated <> '' AS generated, a.attgenerated = 'v' AS virtual,
                   CASE WHEN a.attgenerated <> '' THEN (SELECT pg_get_expr(d.adbin, d.adrelid) FROM pg_attrdef d
                       WHERE d.adrelid = a.attrelid AND d.adnum = a.attnum) END AS expression,
                   a.atthasdef OR a.attidentity <> '' AS filled, a.attidentity = 'a' AS always,
                   ARRAY(SELECT e.enumlabel::text FROM pg_enum e WHERE e.enumtypid = t.oid ORDER BY e.enumsortorder) AS labels
            FROM base b
            CROSS JOIN LATERAL (
                SELECT e.*, false AS is_array FROM pg_type e WHERE e.oid = b.oid AND e.typtype <> 'd'
                    AND NOT EXISTS (SELECT FROM pg_type o WHERE o.typarray = e.oid)
                UNION ALL
                SELECT e.*, true FROM pg_type e WHERE e.typarray = b.oid
            ) t
            JOIN pg_namespace n ON n.oid = t.typnamespace
            JOIN pg_attribute a ON a.attrelid = ?::oid AND a.attnum = b.attnum
            ORDER BY a.attnum
            """;

    private static final String PRIMARY_KEY =
            """
            SELECT a.attname
            FROM pg_index i
            CROSS JOIN LATERAL unnest(i.indkey) WITH ORDINALITY AS k (attnum, position)
            JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attnum
            WHERE i.indrelid = ?::oid AND i.indisprimary AND k.position <= i.indnkeyatts
            ORDER BY k.position
            """;

    private SourceCatalogue() {}

    /** A table by name; empty when there is none. */
    static Optional<CatalogueTable> table(Connection connection, String schema, String table) throws SQLException {
        try (var statement = connection.prepareStatement("SELECT c.oid, c.relkind, c.relpersistence FROM pg_class c"
                + " JOIN pg_namespace n ON n.oid = c.relnamespace"
                + " WHERE n.nspname = ? AND c.relname = ? AND c.relkind IN ('r', 'p', 'v', 'm', 'f')")) {
            statement.setString(1, schema);
            statement.setString(2, table);
            var found = statement.executeQuery();
            if (!found.next()) {
                return Optional.empty();
            }
            var oid = found.getString("oid");
            return Optional.of(new CatalogueTable(
                    schema,
                    table,
                    found.getString("relkind"),
                    found.getString("relpersistence").equals("p"),
                    columns(connection, oid),
                    primaryKey(connection, oid)));
        }
    }

    /** Names of the tables of a schema. */
    static List<String> tablesOf(Connection connection, String schema) throws SQLException {
        try (var statement = connection.prepareStatement("SELECT c.relname FROM pg_class c"
                + " JOIN pg_namespace n ON n.oid = c.relnamespace"
                + " WHERE n.nspname = ? AND c.relkind IN ('r', 'p') AND NOT c.relispartition ORDER BY 1")) {
            statement.setString(1, schema);
            return texts(statement.executeQuery());
        }
    }

    private static List<CatalogueColumn> columns(Connection connection, String oid) throws SQLException {
        try (var statement = connection.prepareStatement(COLUMNS)) {
            statement.setString(1, oid);
            statement.setString(2, oid);
            var found = statement.executeQuery();
            var columns = new ArrayList<CatalogueColumn>();
            while (found.next()) {
                columns.add(column(found));
            }
            return columns;
        }
    }

    private static CatalogueColumn column(ResultSet found) throws SQLException {
        var modifier = found.getInt("typmod");
        var type = found.getString("typname");
        var isBoundText = (type.equals("varchar") || type.equals("bpchar")) && modifier > TYPMOD_HEADER;
        return new CatalogueColumn(
                found.getString("attname"),
                found.getString("declared"),
                carried(found, type, modifier),
                found.getBoolean("nullable"),
                found.getBoolean("generated"),
                found.getBoolean("virtual"),
                Objects.requireNonNullElse(found.getString("expression"), ""),
                found.getBoolean("filled"),
                found.getBoolean("always"),
                isBoundText ? Optional.of(modifier - TYPMOD_HEADER) : Optional.empty(),
                texts(found.getArray("labels")));
    }

    private static Optional<ColumnType> carried(ResultSet found, String type, int modifier) throws SQLException {
        var carried = SourceTypes.carried(found.getString("nspname"), type, found.getString("typtype"), modifier);
        return found.getBoolean("is_array") ? carried.map(ColumnType::arrayOf) : carried;
    }

    private static List<String> primaryKey(Connection connection, String oid) throws SQLException {
        try (var statement = connection.prepareStatement(PRIMARY_KEY)) {
            statement.setString(1, oid);
            return texts(statement.executeQuery());
        }
    }

    private static List<String> texts(Array array) throws SQLException {
        return List.of((String[]) array.getArray());
    }

    private static List<String> texts(ResultSet found) throws SQLException {
        var texts = new ArrayList<String>();
        while (found.next()) {
            texts.add(found.getString(1));
        }
        return texts;
    }
}
