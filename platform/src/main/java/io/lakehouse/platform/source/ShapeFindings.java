package io.lakehouse.platform.source;

import io.lakehouse.contract.declaration.InvalidDeclarationException;
import io.lakehouse.contract.declaration.StoreColumns;
import io.lakehouse.contract.declaration.TableDeclaration;
import io.lakehouse.contract.declaration.TypeName;
import io.lakehouse.platform.engine.Place;
import io.lakehouse.platform.source.CatalogueTable.CatalogueColumn;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What the catalogue's description of a table alone says against its capture: kind, types, key. */
final class ShapeFindings {
    private final CatalogueTable table;
    private final TableDeclaration declaration;
    private final Place place;
    private final @Nullable AppliedTable applied;
    private final List<CaptureFinding> findings = new ArrayList<>();

    private ShapeFindings(
            CatalogueTable table, TableDeclaration declaration, Place place, @Nullable AppliedTable applied) {
        this.table = table;
        this.declaration = declaration;
        this.place = place;
        this.applied = applied;
    }

    /**
     * The findings about a table.
     *
     * @param applied what is captured of it already; {@code null} when nothing is
     */
    static List<CaptureFinding> of(
            CatalogueTable table, TableDeclaration declaration, Place place, @Nullable AppliedTable applied) {
        return new ShapeFindings(table, declaration, place, applied).all();
    }

    private List<CaptureFinding> all() {
        kind();
        quotedNames();
        declaredColumns();
        table.columns().stream()
                .filter(column -> declaration.columns().captures(column.name()))
                .forEach(this::type);
        key().forEach(this::keyColumn);
        if (isTable() && declaration.key().isEmpty() && table.primaryKey().isEmpty()) {
            withoutKey();
        }
        if (findings.stream().noneMatch(CaptureFinding::isRefused)) {
            stores();
        }
        return List.copyOf(findings);
    }

    private void declaredColumns() {
        var columns = declaration.columns();
        for (int i = 0; i < columns.include().size(); i++) {
            requireColumn(columns.include().get(i), "columns.include[" + i + "]");
        }
        for (int i = 0; i < columns.exclude().size(); i++) {
            requireColumn(columns.exclude().get(i), "columns.exclude[" + i + "]");
        }
        columns.rename().keySet().forEach(name -> requireColumn(name, "columns.rename." + name));
    }

    private Optional<CatalogueColumn> requireColumn(String name, String field) {
        var column = table.column(name);
        if (column.isEmpty()) {
            refuse(
                    field,
                    "column \"" + name + "\" is not in " + name() + " (" + String.join(", ", table.columnNames()) + ")",
                    "");
        }
        return column;
    }

    private void type(CatalogueColumn column) {
        if (column.isVirtual()) {
            refuse(
                    "",
                    "column \"" + column.name() + "\" of " + name()
                            + " is generated VIRTUAL, and PostgreSQL then refuses"
                            + " every update and delete of a table that is captured: make it STORED, which writes the"
                            + " whole table anew, or leave the table out",
                    stored(column));
        } else if (column.isGenerated()) {
            note("", "column \"" + column.name() + "\" of " + name() + " is computed by the server and not captured");
        } else if (column.type().isEmpty() && isLeftOut(column)) {
            warn(
                    "",
                    "column \"" + column.name() + "\" of " + name() + " has the type " + column.declaredType()
                            + " by now, which is not carried: its stores do not follow; add it to columns.exclude, or"
                            + " change its type");
        } else if (column.type().isEmpty()) {
            refuse(
                    "",
                    "column \"" + column.name() + "\" of " + name() + " has the type " + column.declaredType()
                            + ", which is not carried: add it to columns.exclude, or change its type",
                    "");
        }
    }

    /** PostgreSQL has no statement that makes a virtual column a stored one. */
    private String stored(CatalogueColumn column) {
        return "ALTER TABLE " + quoted() + " DROP COLUMN " + Sql.quoted(column.name()) + ", ADD COLUMN "
                + Sql.quoted(column.name()) + " " + column.declaredType() + " GENERATED ALWAYS AS ("
                + column.expression() + ") STORED" + (column.nullable() ? "" : " NOT NULL");
    }

    private void stores() {
        var given = new ArrayList<CatalogueColumn>();
        var asked = new ArrayList<CatalogueColumn>();
        table.columns().stream()
                .filter(column -> column.type().isPresent())
                .forEach(column -> (wasGiven(column) ? given : asked).add(column));
        try {
            StoreColumns.check(declaration, CapturedShape.unchecked(table.with(asked), declaration));
        } catch (InvalidDeclarationException e) {
            refuse(e.path(), e.problem(), "");
            return;
        }
        for (var column : given) {
            asked.add(column);
            try {
                StoreColumns.check(declaration, CapturedShape.unchecked(table.with(asked), declaration));
            } catch (InvalidDeclarationException e) {
                asked.remove(column);
                warn(
                        e.path(),
                        e.problem() + "; it was added after the table was applied, and stays out of the stores until"
                                + " then");
            }
        }
    }

    /** A key is never left out. */
    private boolean isLeftOut(CatalogueColumn column) {
        return applied != null && applied.asks(column.name(), declaration) && !key().contains(column.name());
    }

    private List<String> key() {
        return declaration.key().isEmpty() ? table.primaryKey() : declaration.key();
    }

    private boolean wasGiven(CatalogueColumn column) {
        return applied != null && applied.wasGiven(column.name(), declaration);
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

    /** Debezium takes such a name for one that is quoted already, and puts it into its SQL as it is. */
    private void quotedNames() {
        if (isQuoted(table.schema())) {
            refuse(
                    "schema",
                    "the name of the schema " + Sql.quoted(table.schema())
                            + " begins or ends with a quotation mark, which Debezium does not quote: give it another",
                    "ALTER SCHEMA " + Sql.quoted(table.schema()) + " RENAME TO "
                            + Sql.quoted(table.schema().replace('"', '_')));
        }
        if (isQuoted(table.table())) {
            refuse(
                    "table",
                    "the name of the table " + quoted()
                            + " begins or ends with a quotation mark, which Debezium does not quote: give it another",
                    "ALTER TABLE " + quoted() + " RENAME TO "
                            + Sql.quoted(table.table().replace('"', '_')));
        }
    }

    private static boolean isQuoted(String name) {
        return name.startsWith("\"") || name.endsWith("\"");
    }

    private boolean isTable() {
        return table.kind().equals("r") || table.kind().equals("p");
    }

    private void keyColumn(String key) {
        requireColumn(key, "key").ifPresent(column -> {
            if (!declaration.columns().captures(key)) {
                refuse(
                        "columns",
                        "key column \"" + key + "\" of " + name()
                                + " is left out, and a key column cannot be: capture it, or name another key",
                        "");
            } else if (column.isGenerated()) {
                refuse(
                        "key",
                        "column \"" + key + "\" of " + name()
                                + " is generated, and PostgreSQL does not publish it: name other columns",
                        "");
            } else if (column.type()
                    .filter(type -> type.name() == TypeName.ARRAY)
                    .isPresent()) {
                refuse(
                        "key",
                        "column \"" + key + "\" of " + name()
                                + " is an array, which is no key here: name other columns",
                        "");
            } else if (column.nullable()) {
                refuse(
                        "key",
                        "column \"" + key + "\" of " + name() + " may be NULL, and a key may not",
                        "ALTER TABLE " + quoted() + " ALTER COLUMN " + Sql.quoted(key) + " SET NOT NULL");
            }
        });
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

    private void warn(String field, String reason) {
        findings.add(CaptureFinding.warning(place.at(field), name(), reason, ""));
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
