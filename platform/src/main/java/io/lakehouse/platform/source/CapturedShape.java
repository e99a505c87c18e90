package io.lakehouse.platform.source;

import io.lakehouse.contract.declaration.TableDeclaration;
import io.lakehouse.contract.declaration.TableShape;
import io.lakehouse.platform.engine.Failure;
import io.lakehouse.platform.engine.Place;

/** What of a table is captured; refuses, by name, what cannot be. */
final class CapturedShape {
    private CapturedShape() {}

    /**
     * The shape that jobs are told. Columns that the server computes are left out: PostgreSQL does not publish them.
     *
     * @throws Failure naming the declaration's place, the table and the column
     */
    static TableShape of(CatalogueTable table, TableDeclaration declaration, Place place) {
        CaptureFinding.require(ShapeFindings.of(table, declaration, place, null));
        return unchecked(table, declaration);
    }

    /** Likewise, of a table that nothing stands against. */
    static TableShape unchecked(CatalogueTable table, TableDeclaration declaration) {
        var key = declaration.key().isEmpty() ? table.primaryKey() : declaration.key();
        return new TableShape(
                table.schema(),
                table.table(),
                table.columns().stream()
                        .filter(column ->
                                !column.isGenerated() && declaration.columns().captures(column.name()))
                        .map(column -> column.toContract(declaration))
                        .toList(),
                key.stream().map(declaration.columns()::storeName).toList());
    }
}
