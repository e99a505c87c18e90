package io.lakehouse.platform.source;

import io.lakehouse.contract.declaration.Column;
import io.lakehouse.contract.declaration.TableDeclaration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A declared table as the source's catalogue has it now, whether it can be followed or not.
 *
 * @param columns the columns that are declared to be captured, in the source's order
 * @param generated columns that the server computes, which are not captured although a snapshot reads them: name to type as
 *     SQL writes it
 * @param primaryKey the source's names of its primary key's columns; empty when it has none
 */
public record SeenTable(List<SeenColumn> columns, Map<String, String> generated, List<String> primaryKey) {
    /** Keeps its own copies. */
    public SeenTable {
        columns = List.copyOf(columns);
        generated = Map.copyOf(generated);
        primaryKey = List.copyOf(primaryKey);
    }

    /**
     * A column.
     *
     * @param name its name in the source
     * @param declaredType its type as SQL writes it
     * @param column what it is captured as; empty when its type is not carried
     */
    public record SeenColumn(String name, String declaredType, Optional<Column> column) {}

    static SeenTable of(CatalogueTable table, TableDeclaration declaration) {
        var columns = table.columns().stream()
                .filter(column -> !column.isGenerated() && declaration.columns().captures(column.name()))
                .map(column -> new SeenColumn(
                        column.name(),
                        column.declaredType(),
                        column.type().map(type -> column.toContract(declaration))))
                .toList();
        return new SeenTable(columns, table.generated(), table.primaryKey());
    }
}
