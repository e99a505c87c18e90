package io.lakehouse.platform.source;

import io.lakehouse.contract.declaration.TableDeclaration;
import io.lakehouse.platform.engine.Failure;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What makes changes leave the database: the publication, and full before images. */
final class Publications {
    static final String FULL = "full";

    private static final String LOCK_TIMEOUT = "1s";

    private static final String OPTIONS =
            "publish = 'insert, update, delete, truncate', publish_via_partition_root = true";

    /** The first PostgreSQL, by major version, that publishes generated columns. */
    private static final int PUBLISHES_GENERATED = 18;

    /** Of a publication {@code p}; the servers before have no such column, and leave nothing out that they could publish. */
    static final String GENERATED_LEFT_OUT = "coalesce(to_jsonb(p) ->> 'pubgencols', 's') <> 's'";

    /** A table itself or, of a partitioned one, every partition. */
    private static final String IDENTITIES =
            """
            SELECT n.nspname, c.relname, c.relreplident
            FROM pg_class root
            JOIN pg_namespace rn ON rn.oid = root.relnamespace
            CROSS JOIN LATERAL (
                SELECT root.oid AS relid UNION SELECT p.relid FROM pg_partition_tree(root.oid) p
            ) AS member
            JOIN pg_class c ON c.oid = member.relid
            JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE rn.nspname = ? AND root.relname = ? AND c.relreplident <> 'f'
            """;

    private Publications() {}

    /**
     * What every publication of the platform is made with. From PostgreSQL 18 on the server refuses updates and deletes of a
     * table with REPLICA IDENTITY FULL whose generated columns are not published
     * (docs/decisions/0180-generated-columns-are-published-and-left-out.md).
     */
    static String options(Connection connection) throws SQLException {
        return connection.getMetaData().getDatabaseMajorVersion() < PUBLISHES_GENERATED
                ? OPTIONS
                : OPTIONS + ", publish_generated_columns = stored";
    }

    /** Makes the publication hold exactly these tables; tells whether anything changed. */
    static boolean ensure(Connection connection, String name, List<TableDeclaration> tables) throws SQLException {
        var wanted = tables.stream()
                .map(table -> List.of(table.schema(), table.table()))
                .collect(Collectors.toSet());
        var list = tables.stream()
                .map(table -> Sql.quoted(table.schema(), table.table()))
                .collect(Collectors.joining(", "));
        try (var statement = connection.prepareStatement("SELECT puballtables, pubinsert AND pubupdate AND pubdelete"
                + " AND pubtruncate AND pubviaroot AND NOT " + GENERATED_LEFT_OUT + " AS complete"
                + " FROM pg_publication p WHERE pubname = ?")) {
            statement.setString(1, name);
            var found = statement.executeQuery();
            if (!found.next()) {
                run(
                        connection,
                        "CREATE PUBLICATION " + Sql.quoted(name) + " FOR TABLE " + list + " WITH ("
                                + options(connection) + ")");
                return true;
            }
            if (found.getBoolean("puballtables")) {
                throw new Failure("publication " + name + " holds all tables, which the platform did not make: "
                        + "DROP PUBLICATION " + Sql.quoted(name));
            }
            var changed = false;
            if (!found.getBoolean("complete")) {
                run(connection, "ALTER PUBLICATION " + Sql.quoted(name) + " SET (" + options(connection) + ")");
                changed = true;
            }
            if (!members(connection, name).equals(wanted)) {
                run(connection, "ALTER PUBLICATION " + Sql.quoted(name) + " SET TABLE " + list);
                changed = true;
            }
            return changed;
        }
    }

    /** A publication as it is; empty when there is none of this name. */
    static Optional<Publication> find(Connection connection, String name) throws SQLException {
        try (var statement = connection.prepareStatement("SELECT puballtables, pubinsert, pubupdate, pubdelete,"
                + " pubtruncate, pubviaroot, " + GENERATED_LEFT_OUT
                + " AS left_out FROM pg_publication p WHERE pubname = ?")) {
            statement.setString(1, name);
            var found = statement.executeQuery();
            if (!found.next()) {
                return Optional.empty();
            }
            var operations = new HashSet<String>();
            for (var operation : List.of("insert", "update", "delete", "truncate")) {
                if (found.getBoolean("pub" + operation)) {
                    operations.add(operation);
                }
            }
            var tables = found.getBoolean("puballtables")
                    ? Set.of("all tables")
                    : members(connection, name).stream()
                            .map(member -> String.join(".", member))
                            .collect(Collectors.toSet());
            return Optional.of(
                    new Publication(tables, operations, found.getBoolean("pubviaroot"), found.getBoolean("left_out")));
        }
    }

    /**
     * What the updates and deletes of a table carry of the row before: {@code full}, or PostgreSQL's word for another
     * identity together with the tables that have it; empty when there is no such table.
     */
    static Optional<String> identity(Connection connection, TableDeclaration table) throws SQLException {
        if (SourceCatalogue.table(connection, table.schema(), table.table()).isEmpty()) {
            return Optional.empty();
        }
        try (var statement = connection.prepareStatement(IDENTITIES)) {
            statement.setString(1, table.schema());
            statement.setString(2, table.table());
            var found = statement.executeQuery();
            var others = new TreeSet<String>();
            while (found.next()) {
                var word =
                        switch (found.getString(3)) {
                            case "n" -> "nothing";
                            case "i" -> "index";
                            default -> "default";
                        };
                others.add(word + " (" + found.getString(1) + "." + found.getString(2) + ")");
            }
            return Optional.of(others.isEmpty() ? FULL : String.join(", ", others));
        }
    }

    private static Set<List<String>> members(Connection connection, String name) throws SQLException {
        // A member with a row filter or a column list, which PostgreSQL 15 brought, counts as none.
        try (var statement = connection.prepareStatement("SELECT n.nspname, c.relname FROM pg_publication_rel r"
                + " JOIN pg_publication p ON p.oid = r.prpubid JOIN pg_class c ON c.oid = r.prrelid"
                + " JOIN pg_namespace n ON n.oid = c.relnamespace WHERE p.pubname = ?"
                + " AND to_jsonb(r) ->> 'prqual' IS NULL AND to_jsonb(r) ->> 'prattrs' IS NULL")) {
            statement.setString(1, name);
            var found = statement.executeQuery();
            var members = new HashSet<List<String>>();
            while (found.next()) {
                members.add(List.of(found.getString(1), found.getString(2)));
            }
            return members;
        }
    }

    /**
     * Sets REPLICA IDENTITY FULL, so that updates and deletes carry the whole row before.
     *
     * @return the transaction that keeps a table from being altered, if one does; everybody who comes later to the table
     *     would wait behind a statement that waits for it, so it is not waited for here
     */
    static Optional<OpenTransaction> captureFully(Connection connection, TableDeclaration table) throws SQLException {
        run(connection, "SET lock_timeout = '" + LOCK_TIMEOUT + "'");
        try (var statement = connection.prepareStatement(IDENTITIES)) {
            statement.setString(1, table.schema());
            statement.setString(2, table.table());
            var found = statement.executeQuery();
            while (found.next()) {
                var user = alter(connection, found.getString(1), found.getString(2));
                if (user.isPresent()) {
                    return user;
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<OpenTransaction> alter(Connection connection, String schema, String table)
            throws SQLException {
        while (true) {
            try {
                run(connection, "ALTER TABLE " + Sql.quoted(schema, table) + " REPLICA IDENTITY FULL");
                return Optional.empty();
            } catch (SQLException e) {
                if (!Sql.LOCK_NOT_AVAILABLE.equals(e.getSQLState())) {
                    throw e;
                }
            }
            var user = OpenTransaction.using(connection, schema, table);
            if (user.isPresent()) {
                return user;
            }
        }
    }

    static void drop(Connection connection, String name) throws SQLException {
        run(connection, "DROP PUBLICATION IF EXISTS " + Sql.quoted(name));
    }

    private static void run(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            if (Sql.INSUFFICIENT_PRIVILEGE.equals(e.getSQLState())) {
                throw new Failure(
                        "the role " + connection.getMetaData().getUserName() + " may not do this (" + Sql.reason(e)
                                + "): run it as the owner: " + sql,
                        e);
            }
            throw e;
        }
    }
}
