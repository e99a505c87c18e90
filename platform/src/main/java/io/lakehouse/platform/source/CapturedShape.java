package io.lakehouse.platform.source;

import io.lakehouse.contract.declaration.ColumnsDeclaration;
import io.lakehouse.contract.declaration.InvalidDeclarationException;
import io.lakehouse.contract.declaration.StoreColumns;
import io.lakehouse.contract.declaration.TableDeclaration;
import io.lakehouse.contract.declaration.TableShape;
import io.lakehouse.platform.engine.Failure;
import io.lakehouse.platform.engine.Place;
import io.lakehouse.platform.source.CatalogueTable.CatalogueColumn;
import java.util.List;

/** What of a table is captured; refuses, by name, what cannot be. */
final class CapturedShape {
    private CapturedShape() {}

    /**
     * The shape that jobs are told. Columns that the server computes are left out: PostgreSQL does not publish them.
     *
     * @throws Failure naming the declaration's place, the table and the column
     */
    static TableShape of(CatalogueTable table, TableDeclaration declaration, Place place) {
        requireCapturable(table, place);
        requireDeclaredColumns(table, declaration.columns(), place);
        var captured = table.columns().stream()
                .filter(column -> !column.isGenerated() && declaration.columns().captures(column.name()))
                .toList();
        for (var column : captured) {
            if (column.type().isEmpty()) {
                throw new Failure(place.at("") + ": column \"" + column.name() + "\" of " + table.qualifiedName()
                        + " has the type " + column.declaredType()
                        + ", which is not carried: add it to columns.exclude, or change its type");
            }
        }
        var key = declaration.key().isEmpty() ? table.primaryKey() : declaration.key();
        requireKey(table, declaration.columns(), key, place);
        var shape = new TableShape(
                table.schema(),
                table.table(),
                captured.stream().map(column -> column.toContract(declaration)).toList(),
                key.stream().map(declaration.columns()::storeName).toList());
        try {
            StoreColumns.check(declaration, shape);
        } catch (InvalidDeclarationException e) {
            throw new Failure(place.at(e.path()) + ": " + e.problem(), e);
        }
        return shape;
    }

    private static void requireDeclaredColumns(CatalogueTable table, ColumnsDeclaration columns, Place place) {
        for (int i = 0; i < columns.include().size(); i++) {
            requireColumn(table, columns.include().get(i), "columns.include[" + i + "]", place);
        }
        for (int i = 0; i < columns.exclude().size(); i++) {
            requireColumn(table, columns.exclude().get(i), "columns.exclude[" + i + "]", place);
        }
        columns.rename().keySet().forEach(name -> requireColumn(table, name, "columns.rename." + name, place));
    }

    private static CatalogueColumn requireColumn(CatalogueTable table, String name, String path, Place place) {
        return table.column(name)
                .orElseThrow(() -> new Failure(place.at(path) + ": column \"" + name + "\" is not in "
                        + table.qualifiedName() + " (" + String.join(", ", table.columnNames()) + ")"));
    }

    private static void requireCapturable(CatalogueTable table, Place place) {
        var reason =
                switch (table.kind()) {
                    case "v" -> "is a view";
                    case "m" -> "is a materialized view";
                    case "f" -> "is a foreign table";
                    default -> table.isLogged() ? "" : "is not logged (temporary or unlogged)";
                };
        if (!reason.isEmpty()) {
            throw new Failure(place.at("table") + ": " + table.qualifiedName() + " " + reason
                    + ", so PostgreSQL does not publish its changes: declare a table");
        }
    }

    private static void requireKey(CatalogueTable table, ColumnsDeclaration columns, List<String> key, Place place) {
        for (var name : key) {
            var column = requireColumn(table, name, "key", place);
            if (!columns.captures(name)) {
                throw new Failure(place.at("columns") + ": key column \"" + name + "\" of " + table.qualifiedName()
                        + " is left out, and a key column cannot be: capture it, or name another key");
            }
            if (column.isGenerated()) {
                throw new Failure(place.at("key") + ": column \"" + name + "\" of " + table.qualifiedName()
                        + " is generated, and PostgreSQL does not publish it: name other columns");
            }
            if (column.nullable()) {
                throw new Failure(place.at("key") + ": column \"" + name + "\" of " + table.qualifiedName()
                        + " may be NULL, and a key may not: ALTER TABLE "
                        + Sql.quoted(table.schema(), table.table()) + " ALTER COLUMN " + Sql.quoted(name)
                        + " SET NOT NULL");
            }
        }
    }
}
