package io.lakehouse.platform.source;

import io.lakehouse.contract.declaration.TableDeclaration;
import io.lakehouse.platform.engine.Place;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What stands in the way of a capture, all of it at once and before anything is made. It only reads.
 *
 * @param slot name of the replication slot
 * @param publication name of the publication
 * @param place where the pipeline is declared
 * @param tables the declared tables
 */
public record Preflight(String slot, String publication, Place place, List<PlacedTable> tables) {
    /** Keeps its own copy of the tables. */
    public Preflight {
        tables = List.copyOf(tables);
    }

    /**
     * A declared table and where it stands.
     *
     * @param declaration the table
     * @param place where it is declared
     * @param applied what is captured of it already; {@code null} when nothing is
     */
    public record PlacedTable(TableDeclaration declaration, Place place, @Nullable AppliedTable applied) {}

    /**
     * The findings about a database, those that refuse first.
     *
     * @throws io.lakehouse.platform.engine.Failure when the database does not answer
     */
    public List<CaptureFinding> of(DatabaseAddress source) {
        return Sql.ask(source, connection -> {
            var findings = new ArrayList<>(ServerFindings.of(connection, source, slot, place));
            var role = Sql.quoted(currentUser(connection));
            var ownsTables = true;
            var published = new ArrayList<TableDeclaration>();
            for (var table : tables) {
                var declaration = table.declaration();
                var found = SourceCatalogue.table(connection, declaration.schema(), declaration.table());
                if (found.isEmpty()) {
                    findings.add(missing(connection, source, table));
                    continue;
                }
                var facts = TableFacts.of(connection, declaration.schema(), declaration.table());
                findings.addAll(TableFindings.of(found.get(), table, facts, role));
                ownsTables &= facts.isOwned();
                published.add(declaration);
            }
            findings.addAll(PublicationFindings.of(
                    connection, publication, published, place.at("source") + ": " + source, ownsTables));
            findings.sort(java.util.Comparator.comparing(CaptureFinding::severity));
            return List.copyOf(findings);
        });
    }

    private static CaptureFinding missing(Connection connection, DatabaseAddress source, PlacedTable table)
            throws SQLException {
        var declaration = table.declaration();
        return CaptureFinding.refused(
                table.place().at("table"),
                declaration.qualifiedName(),
                "table " + declaration.qualifiedName() + " is not in " + source + " (" + declaration.schema() + " has "
                        + SourceCatalogue.tablesOf(connection, declaration.schema()) + ")",
                "");
    }

    private static String currentUser(Connection connection) throws SQLException {
        try (var statement = connection.createStatement()) {
            var found = statement.executeQuery("SELECT current_user");
            found.next();
            return found.getString(1);
        }
    }
}
