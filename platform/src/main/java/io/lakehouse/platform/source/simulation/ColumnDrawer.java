package io.lakehouse.platform.source.simulation;

import io.lakehouse.contract.declaration.ValueRule;
import io.lakehouse.platform.engine.Failure;
import io.lakehouse.platform.source.simulation.TypedValues.UnknownTypeException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Draws the values of the columns that reference nothing: numbers of keys, declared rules, and types. */
final class ColumnDrawer {
    private final KeyNumbers numbers;
    private final ValueMaker maker;
    private final Random random;

    ColumnDrawer(KeyNumbers numbers, ValueMaker maker, Random random) {
        this.numbers = numbers;
        this.maker = maker;
        this.random = random;
    }

    /**
     * Adds the values of those columns that a row does not have yet. Looked-up values come last, since they need the
     * others.
     *
     * @throws Failure for a column whose type is unknown
     */
    void add(SimulatedTable table, List<SimulatedColumn> columns, Map<String, @Nullable String> row)
            throws SQLException, InterruptedException {
        var ranges = table.constraints().partitions();
        var range = ranges.isEmpty() ? Map.<String, Bounds>of() : ranges.get(random.nextInt(ranges.size()));
        var lookups = new ArrayList<SimulatedColumn>();
        for (var column : columns) {
            if (table.rule(column).rule() instanceof ValueRule.Lookup) {
                lookups.add(column);
            } else if (!row.containsKey(column.name()) && !ReferenceDrawer.isLeftToItself(table, column)) {
                row.put(
                        column.name(),
                        value(table, column.within(range.getOrDefault(column.name(), column.bounds())), row));
            }
        }
        for (var lookup : lookups) {
            row.put(lookup.name(), value(table, lookup, row));
        }
    }

    private @Nullable String value(SimulatedTable table, SimulatedColumn column, Map<String, @Nullable String> row)
            throws SQLException, InterruptedException {
        var declared = table.rule(column);
        if (table.isNumbered(column)) {
            return numbers.next(table.name(), column.name());
        }
        if (column.nullable() && maker.happens(declared.nullShare())) {
            return null;
        }
        try {
            return maker.value(declared.rule(), column, row);
        } catch (UnknownTypeException e) {
            if (column.nullable()) {
                return null;
            }
            throw new Failure(
                    table.place().at("simulate") + ": column \"" + column.name() + "\" of " + table
                            + " has the type " + column.sqlType()
                            + ", of which simulate knows no values: declare a rule under"
                            + " simulate.columns",
                    e);
        }
    }
}
