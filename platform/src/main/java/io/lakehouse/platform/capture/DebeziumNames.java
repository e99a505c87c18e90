package io.lakehouse.platform.capture;

import io.lakehouse.contract.declaration.TableShape;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Names of PostgreSQL in Debezium's options, which are lists of regular expressions that it splits at commas, colons
 * and semicolons, trims, and matches in any case. So every character but letters, digits and {@code _} of ASCII is
 * written as its code point, and case is made to count.
 */
final class DebeziumNames {
    private static final String IN_THIS_CASE = "(?-i)";

    private DebeziumNames() {}

    /** An expression that matches a table and no other, whatever its names hold. */
    static String table(TableShape table) {
        return IN_THIS_CASE + literal(table.schema()) + "\\." + literal(table.table());
    }

    /** The tables of {@code table.include.list}. */
    static String tables(List<TableShape> tables) {
        return tables.stream().map(DebeziumNames::table).collect(Collectors.joining(","));
    }

    /** The keys of {@code message.key.columns}; empty when no table has one. */
    static String keys(List<TableShape> tables) {
        return tables.stream()
                .filter(table -> !table.key().isEmpty())
                .map(table -> table(table) + ":"
                        + table.keyColumns().stream()
                                .map(column -> literal(column.source()))
                                .collect(Collectors.joining(",")))
                .collect(Collectors.joining(";"));
    }

    /** A name in which every odd character is a number: no comma, blank or dot is left that a list could be cut at. */
    static String literal(String name) {
        var expression = new StringBuilder();
        name.codePoints().forEach(point -> {
            if (point < 128 && (Character.isLetterOrDigit(point) || point == '_')) {
                expression.appendCodePoint(point);
            } else {
                expression.append("\\x{").append(Integer.toHexString(point)).append('}');
            }
        });
        return expression.toString();
    }
}
