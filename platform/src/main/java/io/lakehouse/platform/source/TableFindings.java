package io.lakehouse.platform.source;

import io.lakehouse.contract.declaration.TableDeclaration;
import io.lakehouse.platform.engine.Place;
import io.lakehouse.platform.source.Preflight.PlacedTable;
import io.lakehouse.platform.source.TableFacts.UniqueIndex;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What stands between a role and the whole of a table: rights, hidden rows, partial images, a key that is none. */
final class TableFindings {
    private final CatalogueTable table;
    private final TableDeclaration declaration;
    private final Place place;
    private final @Nullable AppliedTable applied;
    private final TableFacts facts;
    private final String role;
    private final List<CaptureFinding> findings = new ArrayList<>();

    private TableFindings(CatalogueTable table, PlacedTable placed, TableFacts facts, String role) {
        this.table = table;
        this.declaration = placed.declaration();
        this.place = placed.place();
        this.applied = placed.applied();
        this.facts = facts;
        this.role = role;
    }

    static List<CaptureFinding> of(CatalogueTable table, PlacedTable placed, TableFacts facts, String role) {
        return new TableFindings(table, placed, facts, role).all();
    }

    private List<CaptureFinding> all() {
        findings.addAll(ShapeFindings.of(table, declaration, place, applied));
        if (table.kind().equals("r") || table.kind().equals("p")) {
            members();
            rights();
            identity();
            uniqueness();
            unreadable();
        }
        if (table.kind().equals("p")) {
            partitions();
        }
        return List.copyOf(findings);
    }

    private void members() {
        if (!facts.root().isEmpty()) {
            refuse(
                    "table",
                    name() + " is a partition of " + facts.root()
                            + ", whose changes are published under the root's name: declare " + facts.root(),
                    "");
        }
        if (!facts.children().isEmpty()) {
            refuse(
                    "table",
                    name() + " has tables that inherit from it (" + String.join(", ", facts.children())
                            + "): a snapshot would read their rows as its own, and their changes come under their own"
                            + " names: declare those tables, or partition it",
                    "");
        }
    }

    /** What PostgreSQL does not publish under the root's name, see its manual on publish_via_partition_root. */
    private void partitions() {
        findings.add(CaptureFinding.note(
                place.at("table"),
                name(),
                name() + " is partitioned: PostgreSQL publishes no change when a partition of it is truncated, dropped,"
                        + " detached or attached by itself, so the stores keep its rows and miss those that it brings;"
                        + " DELETE or INSERT the rows instead, or truncate the root",
                ""));
    }

    private void rights() {
        if (!facts.entersSchema()) {
            refuse(
                    "schema",
                    "the role may not use the schema " + table.schema(),
                    "GRANT USAGE ON SCHEMA " + Sql.quoted(table.schema()) + " TO " + role);
        }
        if (!facts.reads()) {
            refuse(
                    "table",
                    "the role may not read " + name() + ", which a snapshot has to",
                    "GRANT SELECT ON " + quoted() + " TO " + role);
        }
        if (facts.isFiltered()) {
            refuse(
                    "table",
                    "row-level security hides rows of " + name() + " from the role, so a snapshot would miss them",
                    "ALTER ROLE " + role + " BYPASSRLS");
        }
    }

    private void identity() {
        var foreign = facts.partial().stream()
                .filter(relation -> !relation.isOwned())
                .map(TableFacts.Relation::setFull)
                .collect(Collectors.joining("; "));
        if (!foreign.isEmpty()) {
            refuse(
                    "table",
                    "updates and deletes of " + name() + " do not carry the whole row before, and the role does not own"
                            + " it: run as the owner " + facts.owner(),
                    foreign);
        } else if (!facts.partial().isEmpty()) {
            findings.add(CaptureFinding.note(
                    place.at("table"),
                    name(),
                    "updates and deletes of " + name()
                            + " do not carry the whole row before; applying the pipeline sets" + " it",
                    facts.partial().stream().map(TableFacts.Relation::setFull).collect(Collectors.joining("; "))));
        }
    }

    private void uniqueness() {
        var key = declaration.key().isEmpty() ? table.primaryKey() : declaration.key();
        var isThere = key.stream().allMatch(name -> table.column(name)
                .filter(column -> !column.isGenerated())
                .isPresent());
        if (key.isEmpty() || !isThere) {
            return;
        }
        var covering = facts.unique().stream()
                .filter(index -> key.containsAll(index.columns()))
                .toList();
        if (covering.isEmpty()) {
            notUnique(key);
        } else if (covering.stream().noneMatch(UniqueIndex::isImmediate)) {
            findings.add(CaptureFinding.warning(
                    place.at("key"),
                    name(),
                    "the key of " + name() + " is unique at the commit only (DEFERRABLE): two rows that swap their keys"
                            + " in one transaction would be seen as deleted",
                    ""));
        }
    }

    private void notUnique(List<String> key) {
        var columns = key.stream().map(Sql::quoted).collect(Collectors.joining(", "));
        var reason = "nothing keeps the key (" + columns + ") of " + name()
                + " unique, and two rows of one key would become one";
        if (table.kind().equals("p")) {
            // PostgreSQL cannot keep a key unique over partitions unless it holds the partition key.
            findings.add(CaptureFinding.warning(place.at("key"), name(), reason, ""));
        } else {
            refuse("key", reason, "CREATE UNIQUE INDEX ON " + quoted() + " (" + columns + ")");
        }
    }

    private void unreadable() {
        for (var column : facts.unreadable()) {
            refuse(
                    "table",
                    name() + " has no primary key, and a unique index on the column " + Sql.quoted(column)
                            + ": Debezium takes the index for its key and fails on the quotation mark in the name;"
                            + " give the table a primary key, or the column another name",
                    "ALTER TABLE " + quoted() + " RENAME COLUMN " + Sql.quoted(column) + " TO "
                            + Sql.quoted(column.replace('"', '_')));
        }
    }

    private void refuse(String field, String reason, String sql) {
        findings.add(CaptureFinding.refused(place.at(field), name(), reason, sql));
    }

    private String name() {
        return table.qualifiedName();
    }

    private String quoted() {
        return Sql.quoted(table.schema(), table.table());
    }
}
