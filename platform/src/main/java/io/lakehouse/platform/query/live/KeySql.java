package io.lakehouse.platform.query.live;

import io.lakehouse.contract.declaration.TableShape;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The key of a table: {@code k0}, {@code k1}, ... are its columns, each followed by its special value where it can have
 * one. Windows and groups go by them, and a predicate on a column of the key passes through.
 */
final class KeySql {
    private final List<ColumnSql> columns;

    KeySql(TableShape shape) {
        var all = ColumnSql.of(shape);
        columns = shape.key().stream()
                .map(name -> all.stream()
                        .filter(column -> column.is(name))
                        .findFirst()
                        .orElseThrow())
                .toList();
    }

    /** Names of the parts. */
    String names(String row) {
        var names = new ArrayList<String>();
        columns.forEach(column -> {
            names.add(row + "k" + names.size());
            if (column.canBeSpecial()) {
                names.add(row + "k" + names.size());
            }
        });
        return String.join(", ", names);
    }

    /** The parts, made of a row that has its columns. */
    String parts() {
        var parts = new ArrayList<String>();
        columns.forEach(column -> {
            parts.add(column.alias() + " AS k" + parts.size());
            if (column.canBeSpecial()) {
                parts.add(column.specialOf("") + " AS k" + parts.size());
            }
        });
        return String.join(", ", parts);
    }

    /** Name of the part that is a column of the key; nothing for other columns. */
    String partOf(ColumnSql wanted) {
        var number = 0;
        for (var column : columns) {
            if (column.alias().equals(wanted.alias())) {
                return "k" + number;
            }
            number += column.canBeSpecial() ? 2 : 1;
        }
        return "";
    }

    /** The whole key as one value, which can be the key of a map. */
    String whole(String row) {
        var values = new ArrayList<String>();
        var number = 0;
        for (var column : columns) {
            var part = "k" + number++;
            values.add(column.canBeSpecial() ? whole(row, part, "k" + number++) : row + part);
        }
        return values.size() == 1 ? values.get(0) : "ROW(" + String.join(", ", values) + ")";
    }

    /** The condition that two rows are of one key. */
    String joined(String left, String right) {
        var conditions = new ArrayList<String>();
        var number = 0;
        for (var column : columns) {
            var part = "k" + number++;
            if (column.canBeSpecial()) {
                var special = "k" + number++;
                conditions.add(whole(left, part, special) + " = " + whole(right, part, special));
            } else {
                conditions.add(left + part + " = " + right + part);
            }
        }
        return conditions.stream().collect(Collectors.joining(" AND "));
    }

    private static String whole(String row, String part, String special) {
        return "coalesce(" + row + special + ", CAST(" + row + part + " AS varchar))";
    }
}
