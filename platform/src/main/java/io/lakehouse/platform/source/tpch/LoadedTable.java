package io.lakehouse.platform.source.tpch;

import io.lakehouse.contract.declaration.Pipeline;
import io.lakehouse.contract.declaration.TableDeclaration;
import io.lakehouse.platform.engine.Failure;
import io.lakehouse.platform.source.Sql;
import io.trino.tpch.TpchColumn;
import io.trino.tpch.TpchTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A table of TPC-H in a source.
 *
 * @param generated what the generator knows of it
 * @param declaration where it is
 */
record LoadedTable(TpchTable<?> generated, TableDeclaration declaration) {
    /** Parents before children. */
    private static final List<TpchTable<?>> ORDER = List.of(
            TpchTable.REGION,
            TpchTable.NATION,
            TpchTable.PART,
            TpchTable.SUPPLIER,
            TpchTable.PART_SUPPLIER,
            TpchTable.CUSTOMER,
            TpchTable.ORDERS,
            TpchTable.LINE_ITEM);

    /**
     * The eight tables of a pipeline, by their names, parents before children.
     *
     * @throws Failure when the pipeline does not declare all of them
     */
    static List<LoadedTable> of(Pipeline pipeline) {
        Map<String, TableDeclaration> declared = pipeline.tables().stream()
                .collect(Collectors.toMap(TableDeclaration::table, Function.identity(), (first, second) -> first));
        var missing = new ArrayList<String>();
        var tables = new ArrayList<LoadedTable>();
        for (var generated : ORDER) {
            var declaration = declared.get(generated.getTableName());
            if (declaration == null) {
                missing.add(generated.getTableName());
            } else {
                tables.add(new LoadedTable(generated, declaration));
            }
        }
        if (!missing.isEmpty()) {
            throw new Failure(
                    "pipeline " + pipeline.name() + " has not the tables of TPC-H, whose data alone load knows:"
                            + " it does not declare " + String.join(", ", missing) + "; pipelines/tpch.yaml does");
        }
        return List.copyOf(tables);
    }

    String name() {
        return generated.getTableName();
    }

    /** As it stands in SQL. */
    String quoted() {
        return Sql.quoted(declaration.schema(), declaration.table());
    }

    /** Its columns in the generator's order, as they stand in SQL. */
    String columns() {
        return generated.getColumns().stream()
                .map(TpchColumn::getColumnName)
                .map(Sql::quoted)
                .collect(Collectors.joining(", "));
    }
}
