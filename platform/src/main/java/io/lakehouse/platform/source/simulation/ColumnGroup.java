package io.lakehouse.platform.source.simulation;

import io.lakehouse.contract.declaration.ValueRule;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Columns that a constraint ties together. An update draws all of them anew, or none: so it needs to know nothing of a
 * row but its key.
 *
 * @param columns the columns that are drawn
 * @param fixed columns of the key that the constraint is about, too
 */
record ColumnGroup(List<SimulatedColumn> columns, List<String> fixed) {
    ColumnGroup {
        columns = List.copyOf(columns);
        fixed = List.copyOf(fixed);
    }

    /** The groups of a table that an update may change. */
    static List<ColumnGroup> of(SimulatedTable table) {
        var sets = new ArrayList<Set<String>>();
        table.constraints().columns().forEach(column -> sets.add(new LinkedHashSet<>(List.of(column.name()))));
        ties(table).forEach(tie -> join(sets, withoutKey(tie, table)));
        var groups = new ArrayList<ColumnGroup>();
        for (var names : sets) {
            var columns =
                    names.stream().flatMap(name -> table.column(name).stream()).toList();
            var isFree = columns.stream().allMatch(column -> table.isUpdated(column) || isLookup(table, column));
            if (isFree && columns.stream().anyMatch(table::isUpdated)) {
                groups.add(new ColumnGroup(columns, fixed(table, names)));
            }
        }
        return groups;
    }

    private static boolean isLookup(SimulatedTable table, SimulatedColumn column) {
        return table.rule(column).rule() instanceof ValueRule.Lookup;
    }

    /** Columns that belong together: those of a constraint, and a column with those that it is looked up by. */
    private static List<List<String>> ties(SimulatedTable table) {
        var constraints = table.constraints();
        var lookups = constraints.columns().stream()
                .filter(column -> isLookup(table, column))
                .map(column -> List.of(
                        column.name(), ((ValueRule.Lookup) table.rule(column).rule()).column()));
        return Stream.of(
                        constraints.checks().stream().map(CheckConstraint::columns),
                        constraints.uniques().stream().map(UniqueKey::columns),
                        constraints.foreignKeys().stream().map(ForeignKey::columns),
                        lookups)
                .flatMap(ties -> ties)
                .toList();
    }

    private static List<String> withoutKey(List<String> tie, SimulatedTable table) {
        return tie.stream().filter(name -> !table.key().contains(name)).toList();
    }

    private static void join(List<Set<String>> sets, List<String> tie) {
        var joined = new LinkedHashSet<String>();
        sets.removeIf(set -> {
            var isTied = set.stream().anyMatch(tie::contains);
            if (isTied) {
                joined.addAll(set);
            }
            return isTied;
        });
        if (!joined.isEmpty()) {
            sets.add(joined);
        }
    }

    private static List<String> fixed(SimulatedTable table, Set<String> names) {
        return ties(table).stream()
                .filter(tie -> tie.stream().anyMatch(names::contains))
                .flatMap(List::stream)
                .filter(table.key()::contains)
                .distinct()
                .toList();
    }
}
