package io.lakehouse.platform.source;

import io.lakehouse.contract.declaration.TableDeclaration;
import io.lakehouse.contract.declaration.TableShape;
import io.lakehouse.contract.declaration.TypeName;
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
        var captured =
                table.columns().stream().filter(column -> !column.isGenerated()).toList();
        for (var column : captured) {
            if (column.type().isEmpty()) {
                throw new Failure(place.at("") + ": column \"" + column.name() + "\" of " + table.qualifiedName()
                        + " has the type " + column.declaredType()
                        + ", which is not carried: change its type or leave the table out");
            }
        }
        var key = declaration.key().isEmpty() ? table.primaryKey() : declaration.key();
        requireKey(table, key, place);
        return new TableShape(
                table.schema(),
                table.table(),
                captured.stream().map(CatalogueColumn::toContract).toList(),
                key);
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

    private static void requireKey(CatalogueTable table, List<String> key, Place place) {
        for (var name : key) {
            var column = table.column(name)
                    .orElseThrow(() -> new Failure(place.at("key") + ": column \"" + name + "\" is not in "
                            + table.qualifiedName() + " (" + String.join(", ", table.columnNames()) + ")"));
            if (column.isGenerated()) {
                throw new Failure(place.at("key") + ": column \"" + name + "\" of " + table.qualifiedName()
                        + " is generated, and PostgreSQL does not publish it: name other columns");
            }
            if (column.type().filter(type -> type.name() == TypeName.ARRAY).isPresent()) {
                throw new Failure(place.at("key") + ": column \"" + name + "\" of " + table.qualifiedName()
                        + " is an array, which is no key here: name other columns");
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
