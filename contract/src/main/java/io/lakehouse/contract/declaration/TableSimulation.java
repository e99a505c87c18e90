package io.lakehouse.contract.declaration;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How {@code simulate} changes one table.
 *
 * @param columns how values are made, by column; a column that is not here is filled by its type
 * @param updated the columns that an update may change; empty for all but the key
 * @param hotKeys keys that are updated again and again and never deleted, each with its key columns' texts in key order
 * @param hotShare share of the updates, 0 to 1, that go to the hot keys
 * @param weight how often the table is changed, in proportion to the others; 0 when only foreign keys change it
 */
public record TableSimulation(
        Map<String, ColumnSimulation> columns,
        List<String> updated,
        List<List<String>> hotKeys,
        double hotShare,
        int weight) {
    /** A table of which nothing is declared. */
    public static final TableSimulation BY_TYPE = new TableSimulation(Map.of(), List.of(), List.of(), 0, 1);

    /** Refuses a share outside 0 and 1, and a weight outside 0 and 1000. */
    public TableSimulation {
        if (weight < 0 || weight > 1000) {
            throw new InvalidDeclarationException("weight", "expected a number within 0 and 1000, found " + weight);
        }
        columns = Collections.unmodifiableMap(new LinkedHashMap<>(columns));
        updated = List.copyOf(updated);
        hotKeys = hotKeys.stream().map(List::copyOf).toList();
        SimulationDeclaration.share("hot.share", hotShare);
        for (var column : columns.entrySet()) {
            if (column.getValue().rule() instanceof ValueRule.Lookup lookup && !columns.containsKey(lookup.column())) {
                throw new InvalidDeclarationException(
                        "columns." + column.getKey() + ".lookup.column",
                        "column \"" + lookup.column() + "\" has no values declared: " + columns.keySet());
            }
        }
    }

    /**
     * How the values of a column are made.
     *
     * @param rule how
     * @param nullShare share of the values, 0 to 1, that are NULL
     */
    public record ColumnSimulation(ValueRule rule, double nullShare) {
        /** Refuses a share outside 0 and 1. */
        public ColumnSimulation {
            SimulationDeclaration.share("nulls", nullShare);
        }
    }
}
