package io.lakehouse.platform.source;

import io.lakehouse.contract.declaration.TableDeclaration;
import io.lakehouse.platform.engine.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What the catalogue's description of a table alone says against its capture: kind, types, key. */
final class ShapeFindings {
    private final CatalogueTable table;
    private final TableDeclaration declaration;
    private final Place place;
    private final List<CaptureFinding> findings = new ArrayList<>();

    private ShapeFindings(CatalogueTable table, TableDeclaration declaration, Place place) {
        this.table = table;
        this.declaration = declaration;
        this.place = place;
    }

    static List<CaptureFinding> of(CatalogueTable table, TableDeclaration declaration, Place place) {
        return new ShapeFindings(table, declaration, place).all();
    }

    private List<CaptureFinding> all() {
        kind();
        for (var column : table.columns()) {
            if (column.isGenerated()) {
                note(
                        "",
                        "column \"" + column.name() + "\" of " + name()
                                + " is computed by the server and not captured");
            } else if (column.type().isEmpty()) {
                refuse(
                        "",
                        "column \"" + column.name() + "\" of " + name() + " has the type " + column.declaredType()
                                + ", which is not carried: change its type or leave the table out",
                        "");
            }
        }
        declaration.key().forEach(this::keyColumn);
        if (isTable() && declaration.key().isEmpty() && table.primaryKey().isEmpty()) {
            withoutKey();
        }
        return List.copyOf(findings);
    }

    private void kind() {
        var reason =
                switch (table.kind()) {
                    case "v" -> "is a view";
                    case "m" -> "is a materialized view";
                    case "f" -> "is a foreign table";
                    default -> table.isLogged() ? "" : "is not logged (temporary or unlogged)";
                };
        if (!reason.isEmpty()) {
            refuse(
                    "table",
                    name() + " " + reason + ", so PostgreSQL does not publish its changes: declare a table",
                    reason.startsWith("is not logged") ? "ALTER TABLE " + quoted() + " SET LOGGED" : "");
        }
    }

    private boolean isTable() {
        return table.kind().equals("r") || table.kind().equals("p");
    }

    private void keyColumn(String key) {
        var column = table.column(key);
        if (column.isEmpty()) {
            refuse(
                    "key",
                    "column \"" + key + "\" is not in " + name() + " (" + String.join(", ", table.columnNames()) + ")",
                    "");
        } else if (column.get().isGenerated()) {
            refuse(
                    "key",
                    "column \"" + key + "\" of " + name()
                            + " is generated, and PostgreSQL does not publish it: name other columns",
                    "");
        } else if (column.get().nullable()) {
            refuse(
                    "key",
                    "column \"" + key + "\" of " + name() + " may be NULL, and a key may not",
                    "ALTER TABLE " + quoted() + " ALTER COLUMN " + Sql.quoted(key) + " SET NOT NULL");
        }
    }

    private void withoutKey() {
        if (declaration.current().enabled() || declaration.lake().enabled()) {
            var candidates = table.columns().stream()
                    .filter(column -> !column.nullable() && !column.isGenerated())
                    .map(column -> Sql.quoted(column.name()))
                    .collect(Collectors.joining(", "));
            refuse(
                    "key",
                    name() + " has no primary key, and a row without a key has no current version: declare a key, or"
                            + " only the history (current.enabled: false, lake.enabled: false)"
                            + (candidates.isEmpty() ? "" : "; NOT NULL are " + candidates),
                    "");
        } else {
            note("key", name() + " has no key: only its history is kept");
        }
    }

    private void refuse(String field, String reason, String sql) {
        findings.add(CaptureFinding.refused(place.at(field), name(), reason, sql));
    }

    private void note(String field, String reason) {
        findings.add(CaptureFinding.note(place.at(field), name(), reason, ""));
    }

    private String name() {
        return table.qualifiedName();
    }

    private String quoted() {
        return Sql.quoted(table.schema(), table.table());
    }
}
