package io.lakehouse.platform.source;

import io.lakehouse.contract.declaration.TableDeclaration;
import io.lakehouse.contract.declaration.TableShape;
import io.lakehouse.platform.engine.Failure;
import io.lakehouse.platform.engine.Place;
import io.lakehouse.platform.source.CatalogueTable.CatalogueColumn;

/** What of a table is captured; refuses, by name, what cannot be. */
final class CapturedShape {
    private CapturedShape() {}

    /**
     * The shape that jobs are told. Columns that the server computes are left out: PostgreSQL does not publish them.
     *
     * @throws Failure naming the declaration's place, the table and the column
     */
    static TableShape of(CatalogueTable table, TableDeclaration declaration, Place place) {
        CaptureFinding.require(ShapeFindings.of(table, declaration, place));
        return new TableShape(
                table.schema(),
                table.table(),
                table.columns().stream()
                        .filter(column -> !column.isGenerated())
                        .map(CatalogueColumn::toContract)
                        .toList(),
                declaration.key().isEmpty() ? table.primaryKey() : declaration.key());
    }
}
