package io.lakehouse.platform.source.simulation;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the catalogue of a source says of the rows that a table takes.
 *
 * @param columns its columns, in order, each within the bounds of its checks
 * @param checks the checks that bounds do not fulfil: only the server can tell whether a row keeps them
 * @param uniques what must not stand twice
 * @param foreignKeys its references to other tables and to itself
 * @param referencing references to it
 * @param partitions the bounds of each of its partitions, by column; empty when any row finds one
 */
record TableConstraints(
        List<SimulatedColumn> columns,
        List<CheckConstraint> checks,
        List<UniqueKey> uniques,
        List<ForeignKey> foreignKeys,
        List<ForeignKey> referencing,
        List<Map<String, Bounds>> partitions) {
    TableConstraints {
        columns = List.copyOf(columns);
        checks = List.copyOf(checks);
        uniques = List.copyOf(uniques);
        foreignKeys = List.copyOf(foreignKeys);
        referencing = List.copyOf(referencing);
        partitions = List.copyOf(partitions);
    }

    /**
     * The columns narrowed by the checks that are understood, without those.
     *
     * @param partitions the condition of each partition, as PostgreSQL prints it
     */
    static TableConstraints of(
            List<SimulatedColumn> columns,
            List<CheckConstraint> checks,
            List<UniqueKey> uniques,
            List<ForeignKey> foreignKeys,
            List<ForeignKey> referencing,
            List<String> partitions) {
        var narrowed = byName(columns);
        var unfulfilled = checks.stream()
                .filter(check -> !apply(check.conditions(), narrowed))
                .toList();
        var left = checks.stream()
                .filter(check -> unfulfilled.contains(check)
                        || check.columns().stream().anyMatch(name -> !isSimple(narrowed, name)))
                .toList();
        return new TableConstraints(
                List.copyOf(narrowed.values()),
                left,
                uniques,
                foreignKeys,
                referencing,
                ranges(List.copyOf(narrowed.values()), partitions));
    }

    private static Map<String, SimulatedColumn> byName(List<SimulatedColumn> columns) {
        var byName = new LinkedHashMap<String, SimulatedColumn>();
        columns.forEach(column -> byName.put(column.name(), column));
        return byName;
    }

    private static boolean isSimple(Map<String, SimulatedColumn> columns, String name) {
        var column = columns.get(name);
        return column == null || column.bounds().isSimple();
    }

    /** Narrows by each condition; tells whether that fulfils all of them. */
    private static boolean apply(List<Condition> conditions, Map<String, SimulatedColumn> columns) {
        var isFulfilled = true;
        for (var condition : conditions) {
            var column = columns.get(column(condition));
            var bounds =
                    column == null ? Optional.<Bounds>empty() : column.bounds().narrowed(condition, column.type());
            if (column == null || bounds.isEmpty() || column.isGenerated()) {
                isFulfilled = false;
            } else {
                columns.put(column.name(), column.within(bounds.get()));
            }
        }
        return isFulfilled;
    }

    /** The bounds of each partition; empty when one of them takes what is not understood, as a default or a hash does. */
    private static List<Map<String, Bounds>> ranges(List<SimulatedColumn> columns, List<String> conditions) {
        var ranges = new ArrayList<Map<String, Bounds>>();
        for (var condition : conditions) {
            var narrowed = byName(columns);
            if (!apply(CheckConditions.of(condition), narrowed)) {
                return List.of();
            }
            var range = new LinkedHashMap<String, Bounds>();
            columns.stream()
                    .filter(column -> !column.equals(narrowed.get(column.name())))
                    .forEach(column -> range.put(
                            column.name(),
                            narrowed.getOrDefault(column.name(), column).bounds()));
            ranges.add(range);
        }
        return ranges;
    }

    private static String column(Condition condition) {
        if (condition instanceof Condition.Comparison comparison) {
            return comparison.column();
        }
        if (condition instanceof Condition.Length length) {
            return length.column();
        }
        if (condition instanceof Condition.OneOf one) {
            return one.column();
        }
        return condition instanceof Condition.NotNull notNull ? notNull.column() : "";
    }

    /** Columns that other tables reference. */
    Set<String> referencedColumns() {
        var referenced = new HashSet<String>();
        referencing.forEach(reference -> referenced.addAll(reference.parentColumns()));
        return referenced;
    }
}
