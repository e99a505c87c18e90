package io.lakehouse.platform.source;

import io.lakehouse.contract.declaration.TableDeclaration;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Whether the publication holds every change of exactly the declared tables, or this role can make it so. */
final class PublicationFindings {
    private static final String STATE =
            """
            SELECT p.puballtables AS all_tables, pg_has_role(p.pubowner, 'USAGE') AS owned,
                   pg_get_userbyid(p.pubowner) AS owner, p.pubviaroot AS via_root,
                   p.pubinsert AND p.pubupdate AND p.pubdelete AND p.pubtruncate AS every_operation, %s AS left_out
            FROM pg_publication p WHERE p.pubname = ?
            """
                    .formatted(Publications.GENERATED_LEFT_OUT);

    /** Row filters and column lists are columns of the catalogue from PostgreSQL 15 on. */
    private static final String MEMBERS =
            """
            SELECT n.nspname, c.relname,
                   to_jsonb(r) ->> 'prqual' IS NOT NULL OR to_jsonb(r) ->> 'prattrs' IS NOT NULL AS cut
            FROM pg_publication_rel r JOIN pg_publication p ON p.oid = r.prpubid
            JOIN pg_class c ON c.oid = r.prrelid JOIN pg_namespace n ON n.oid = c.relnamespace WHERE p.pubname = ?
            """;

    private static final String CREATES =
            "SELECT has_database_privilege(current_database(), 'CREATE')," + " current_user, current_database()";

    private final String name;
    private final List<TableDeclaration> tables;
    private final String place;
    private final boolean ownsTables;

    private PublicationFindings(String name, List<TableDeclaration> tables, String place, boolean ownsTables) {
        this.name = name;
        this.tables = tables;
        this.place = place;
        this.ownsTables = ownsTables;
    }

    /**
     * The findings.
     *
     * @param ownsTables whether the role may add every declared table to a publication
     */
    static List<CaptureFinding> of(
            Connection connection, String name, List<TableDeclaration> tables, String place, boolean ownsTables)
            throws SQLException {
        return new PublicationFindings(name, tables, place, ownsTables).all(connection);
    }

    private List<CaptureFinding> all(Connection connection) throws SQLException {
        try (var statement = connection.prepareStatement(STATE)) {
            statement.setString(1, name);
            var found = statement.executeQuery();
            if (!found.next()) {
                return missing(connection);
            }
            if (found.getBoolean("all_tables")) {
                return List.of(refused(
                        "publication " + name + " holds all tables, which the platform did not make",
                        "DROP PUBLICATION " + Sql.quoted(name)));
            }
            var lacks = new ArrayList<String>();
            if (!found.getBoolean("every_operation")) {
                lacks.add("publishes not every operation");
            }
            if (!found.getBoolean("via_root")) {
                lacks.add("publishes partitions under their own names");
            }
            if (found.getBoolean("left_out")) {
                lacks.add(
                        "leaves out generated columns, without which PostgreSQL refuses updates and deletes of their tables");
            }
            lacks.addAll(members(connection));
            if (lacks.isEmpty() || found.getBoolean("owned") && ownsTables) {
                return List.of();
            }
            return List.of(refused(
                    "publication " + name + " " + String.join(", ", lacks)
                            + ", and the role may not change it: run as its owner " + found.getString("owner"),
                    "ALTER PUBLICATION " + Sql.quoted(name) + " SET (" + Publications.options(connection)
                            + "); ALTER PUBLICATION " + Sql.quoted(name) + " SET TABLE " + list()));
        }
    }

    private List<CaptureFinding> missing(Connection connection) throws SQLException {
        try (var statement = connection.createStatement()) {
            var found = statement.executeQuery(CREATES);
            found.next();
            if (!ownsTables) {
                return List.of(refused(
                        "the role does not own every declared table, so it may not publish them: run as a role that does",
                        "CREATE PUBLICATION " + Sql.quoted(name) + " FOR TABLE " + list() + " WITH ("
                                + Publications.options(connection) + ")"));
            }
            if (!found.getBoolean(1)) {
                return List.of(refused(
                        "the role may not create a publication",
                        "GRANT CREATE ON DATABASE " + Sql.quoted(found.getString(3)) + " TO "
                                + Sql.quoted(found.getString(2))));
            }
            return List.of();
        }
    }

    private List<String> members(Connection connection) throws SQLException {
        var missing = tables.stream().map(PublicationFindings::named).collect(Collectors.toCollection(TreeSet::new));
        var others = new TreeSet<String>();
        var cut = new TreeSet<String>();
        try (var statement = connection.prepareStatement(MEMBERS)) {
            statement.setString(1, name);
            var found = statement.executeQuery();
            var declared = Set.copyOf(new HashSet<>(missing));
            while (found.next()) {
                var member = found.getString(1) + "." + found.getString(2);
                missing.remove(member);
                if (!declared.contains(member)) {
                    others.add(member);
                } else if (found.getBoolean("cut")) {
                    cut.add(member);
                }
            }
        }
        var lacks = new ArrayList<String>();
        if (!missing.isEmpty()) {
            lacks.add("does not hold " + String.join(", ", missing));
        }
        if (!others.isEmpty()) {
            lacks.add("holds " + String.join(", ", others) + ", which the pipeline does not declare");
        }
        if (!cut.isEmpty()) {
            lacks.add("filters rows or columns of " + String.join(", ", cut));
        }
        return lacks;
    }

    private String list() {
        return tables.stream()
                .map(table -> Sql.quoted(table.schema(), table.table()))
                .collect(Collectors.joining(", "));
    }

    private CaptureFinding refused(String reason, String sql) {
        return CaptureFinding.refused(place, "", reason, sql);
    }

    private static String named(TableDeclaration table) {
        return table.schema() + "." + table.table();
    }
}
