package io.lakehouse.platform.source;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * What decides whether this role can capture a table whole, beside the table's shape.
 *
 * @param root {@code schema.table} of the partitioned table that it is a partition of; empty when it is none
 * @param children tables that inherit from it, other than partitions
 * @param owner the role that owns it
 * @param isOwned whether the asking role has the owner's rights
 * @param entersSchema whether the role may use the schema
 * @param reads whether the role may select
 * @param isFiltered whether row-level security hides rows from the role
 * @param partial its relations, itself or a partition, whose changes do not carry the whole row before
 * @param unique its unique indexes that hold for every row
 * @param unreadable columns of unique indexes that Debezium cannot read, of a table without a primary key
 */
record TableFacts(
        String root,
        List<String> children,
        String owner,
        boolean isOwned,
        boolean entersSchema,
        boolean reads,
        boolean isFiltered,
        List<Relation> partial,
        List<UniqueIndex> unique,
        List<String> unreadable) {
    private static final String FACTS =
            """
            SELECT coalesce((SELECT rn.nspname || '.' || r.relname FROM pg_class r
                             JOIN pg_namespace rn ON rn.oid = r.relnamespace
                             WHERE c.relispartition AND r.oid = pg_partition_root(c.oid)), '') AS root,
                   ARRAY(SELECT kn.nspname || '.' || k.relname FROM pg_inherits i
                         JOIN pg_class k ON k.oid = i.inhrelid JOIN pg_namespace kn ON kn.oid = k.relnamespace
                         WHERE i.inhparent = c.oid AND NOT k.relispartition ORDER BY 1) AS children,
                   pg_get_userbyid(c.relowner) AS owner, pg_has_role(c.relowner, 'USAGE') AS owned,
                   has_schema_privilege(n.oid, 'USAGE') AS enters, has_table_privilege(c.oid, 'SELECT') AS reads,
                   row_security_active(c.oid) AS filtered
            FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE n.nspname = ? AND c.relname = ?
            """;

    /** A table itself or, of a partitioned one, every partition. */
    private static final String PARTIAL =
            """
            SELECT n.nspname, c.relname, pg_has_role(c.relowner, 'USAGE') AS owned
            FROM pg_class root
            JOIN pg_namespace rn ON rn.oid = root.relnamespace
            CROSS JOIN LATERAL (
                SELECT root.oid AS relid UNION SELECT p.relid FROM pg_partition_tree(root.oid) p
            ) AS member
            JOIN pg_class c ON c.oid = member.relid
            JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE rn.nspname = ? AND root.relname = ? AND c.relreplident <> 'f' ORDER BY 1, 2
            """;

    private static final String UNIQUE =
            """
            SELECT i.indimmediate,
                   ARRAY(SELECT a.attname::text FROM unnest(i.indkey) WITH ORDINALITY AS k (attnum, position)
                         JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attnum
                         WHERE k.position <= i.indnkeyatts) AS columns
            FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE n.nspname = ? AND c.relname = ?
              AND i.indisunique AND i.indisvalid AND i.indpred IS NULL AND i.indexprs IS NULL
            """;

    /** Debezium takes a unique index for the key that is missing, and an SQL-quoted name in it for a column's name. */
    private static final String UNREADABLE =
            """
            SELECT DISTINCT a.attname::text
            FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid JOIN pg_namespace n ON n.oid = c.relnamespace
            JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey)
            WHERE n.nspname = ? AND c.relname = ? AND i.indisunique AND a.attname LIKE '%"%'
              AND NOT EXISTS (SELECT 1 FROM pg_index p WHERE p.indrelid = c.oid AND p.indisprimary) ORDER BY 1
            """;

    /**
     * A table or one of its partitions.
     *
     * @param schema its schema
     * @param name its name
     * @param isOwned whether the asking role has its owner's rights
     */
    record Relation(String schema, String name, boolean isOwned) {
        /** The statement that makes its changes carry the whole row before. */
        String setFull() {
            return "ALTER TABLE " + Sql.quoted(schema, name) + " REPLICA IDENTITY FULL";
        }
    }

    /**
     * A unique index.
     *
     * @param columns its key's columns
     * @param isImmediate whether it holds after every statement, and not only at the commit
     */
    record UniqueIndex(List<String> columns, boolean isImmediate) {}

    static TableFacts of(Connection connection, String schema, String table) throws SQLException {
        try (var statement = connection.prepareStatement(FACTS)) {
            statement.setString(1, schema);
            statement.setString(2, table);
            var found = statement.executeQuery();
            found.next();
            return new TableFacts(
                    found.getString("root"),
                    texts(found, "children"),
                    found.getString("owner"),
                    found.getBoolean("owned"),
                    found.getBoolean("enters"),
                    found.getBoolean("reads"),
                    found.getBoolean("filtered"),
                    partial(connection, schema, table),
                    unique(connection, schema, table),
                    unreadable(connection, schema, table));
        }
    }

    private static List<Relation> partial(Connection connection, String schema, String table) throws SQLException {
        try (var statement = connection.prepareStatement(PARTIAL)) {
            statement.setString(1, schema);
            statement.setString(2, table);
            var found = statement.executeQuery();
            var partial = new ArrayList<Relation>();
            while (found.next()) {
                partial.add(new Relation(found.getString(1), found.getString(2), found.getBoolean(3)));
            }
            return partial;
        }
    }

    private static List<UniqueIndex> unique(Connection connection, String schema, String table) throws SQLException {
        try (var statement = connection.prepareStatement(UNIQUE)) {
            statement.setString(1, schema);
            statement.setString(2, table);
            var found = statement.executeQuery();
            var unique = new ArrayList<UniqueIndex>();
            while (found.next()) {
                unique.add(new UniqueIndex(texts(found, "columns"), found.getBoolean("indimmediate")));
            }
            return unique;
        }
    }

    private static List<String> unreadable(Connection connection, String schema, String table) throws SQLException {
        try (var statement = connection.prepareStatement(UNREADABLE)) {
            statement.setString(1, schema);
            statement.setString(2, table);
            var found = statement.executeQuery();
            var columns = new ArrayList<String>();
            while (found.next()) {
                columns.add(found.getString(1));
            }
            return columns;
        }
    }

    private static List<String> texts(ResultSet found, String column) throws SQLException {
        return List.of((String[]) found.getArray(column).getArray());
    }
}
