package io.lakehouse.platform.source;

import io.lakehouse.contract.declaration.Column;
import io.lakehouse.contract.declaration.ColumnType;
import io.lakehouse.contract.declaration.TableDeclaration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A table as PostgreSQL's catalogue describes it.
 *
 * @param schema its schema
 * @param table its name
 * @param kind {@code relkind} of pg_class: {@code r} table, {@code p} partitioned table, or what cannot be captured
 * @param isLogged whether its changes are written to the log
 * @param columns its columns, in order
 * @param primaryKey names of the primary key's columns, in key order; empty when it has none
 */
record CatalogueTable(
        String schema,
        String table,
        String kind,
        boolean isLogged,
        List<CatalogueColumn> columns,
        List<String> primaryKey) {
    /**
     * A column.
     *
     * @param name its name
     * @param declaredType its type as SQL writes it, {@code character varying(20)}
     * @param type what it is carried as; empty when it is not
     * @param nullable whether it may be NULL
     * @param isGenerated whether the server computes it from other columns
     * @param isVirtual whether it does so when it is read, and stores nothing
     * @param expression what it is computed by, as SQL writes it; empty when it is not
     * @param hasDefault whether the server fills it in when an insert leaves it out
     * @param isAlwaysIdentity whether an insert may give it a value only by overriding
     * @param length most characters of a text; empty when there is no bound
     * @param labels the labels of an enum, in order; empty for other types
     */
    record CatalogueColumn(
            String name,
            String declaredType,
            Optional<ColumnType> type,
            boolean nullable,
            boolean isGenerated,
            boolean isVirtual,
            String expression,
            boolean hasDefault,
            boolean isAlwaysIdentity,
            Optional<Integer> length,
            List<String> labels) {
        Column toContract(TableDeclaration declaration) {
            var storeName = declaration.columns().storeName(name);
            return new Column(
                    storeName,
                    name,
                    type.orElseThrow(),
                    nullable,
                    declaration.lake().tracks(storeName));
        }
    }

    /** The same with these columns alone. */
    CatalogueTable with(List<CatalogueColumn> some) {
        return new CatalogueTable(schema, table, kind, isLogged, List.copyOf(some), primaryKey);
    }

    String qualifiedName() {
        return schema + "." + table;
    }

    List<String> columnNames() {
        return columns.stream().map(CatalogueColumn::name).toList();
    }

    /** The columns that the server computes, which the log has not: name to type as SQL writes it. */
    Map<String, String> generated() {
        return columns.stream()
                .filter(CatalogueColumn::isGenerated)
                .collect(Collectors.toMap(CatalogueColumn::name, CatalogueColumn::declaredType));
    }

    Optional<CatalogueColumn> column(String name) {
        return columns.stream().filter(column -> column.name().equals(name)).findFirst();
    }
}
