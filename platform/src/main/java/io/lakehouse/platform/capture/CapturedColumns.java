package io.lakehouse.platform.capture;

import io.lakehouse.contract.declaration.TableDeclaration;
import java.util.List;
import java.util.stream.Collectors;

/** The columns that a connector leaves out, as Debezium's {@code column.exclude.list} names them. */
final class CapturedColumns {
    /** Debezium ignores case, and takes a line's end for the end of a name: PostgreSQL does neither. */
    private static final String EXACT = "(?s-i)";

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
        var prefix = EXACT + literal(table.schema()) + "\\." + literal(table.table()) + "\\.";
        return columns.include().isEmpty()
                ? prefix + "(" + alternatives(columns.exclude()) + ")"
                : prefix + "(?!(" + alternatives(columns.include()) + ")\\z).*";
    }

    private static String alternatives(List<String> columns) {
        return columns.stream().map(CapturedColumns::literal).collect(Collectors.joining("|"));
    }

    /** A name in which every odd character is a number: no comma, blank or dot is left that a list could be cut at. */
    private static String literal(String name) {
        return name.codePoints()
                .mapToObj(character -> Character.isLetterOrDigit(character) && character < 128 || character == '_'
                        ? Character.toString(character)
                        : "\\x{" + Integer.toHexString(character) + "}")
                .collect(Collectors.joining());
    }
}
