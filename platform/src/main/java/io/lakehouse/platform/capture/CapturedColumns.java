package io.lakehouse.platform.capture;

import io.lakehouse.contract.declaration.TableDeclaration;
import java.util.List;
import java.util.stream.Collectors;

/** The columns that a connector leaves out, as Debezium's {@code column.exclude.list} names them. */
final class CapturedColumns {
    private CapturedColumns() {}

    /**
     * The expressions, parted by commas; empty when every column is captured. One list serves tables that include and
     * tables that exclude, since Debezium takes only one of its two lists.
     */
    static String excluded(List<TableDeclaration> tables) {
        return tables.stream()
                .filter(table -> !table.columns().include().isEmpty()
                        || !table.columns().exclude().isEmpty())
                .map(CapturedColumns::excluded)
                .collect(Collectors.joining(","));
    }

    private static String excluded(TableDeclaration table) {
        var columns = table.columns();
        var prefix = ExactNames.table(table.schema(), table.table()) + "\\.";
        return columns.include().isEmpty()
                ? prefix + "(" + alternatives(columns.exclude()) + ")"
                : prefix + "(?!(" + alternatives(columns.include()) + ")\\z).*";
    }

    private static String alternatives(List<String> columns) {
        return columns.stream().map(ExactNames::literal).collect(Collectors.joining("|"));
    }
}
