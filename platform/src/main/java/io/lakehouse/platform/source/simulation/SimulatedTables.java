package io.lakehouse.platform.source.simulation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The tables of a simulation, and the rows that are known of them and of the tables that they reference. */
final class SimulatedTables {
    private final List<SimulatedTable> tables;
    private final Map<TableName, SimulatedTable> byName = new HashMap<>();
    private final Map<TableName, KeyPool> pools = new HashMap<>();
    private final Map<ForeignKey, KeyPool> outside = new HashMap<>();
    private final List<SimulatedTable> weighted = new ArrayList<>();

    SimulatedTables(List<SimulatedTable> tables) {
        this.tables = List.copyOf(tables);
        for (var table : tables) {
            byName.put(table.name(), table);
            for (int i = 0; i < table.simulation().weight(); i++) {
                weighted.add(table);
            }
        }
    }

    List<SimulatedTable> all() {
        return tables;
    }

    /** Every table as often as its weight says. */
    List<SimulatedTable> weighted() {
        return weighted;
    }

    /** The declared table of a name. */
    Optional<SimulatedTable> named(TableName name) {
        return Optional.ofNullable(byName.get(name));
    }

    void know(SimulatedTable table, KeyPool pool) {
        pools.put(table.name(), pool);
    }

    /** Rows of a table outside of the declaration may be referenced, never changed. */
    void know(ForeignKey reference, KeyPool parents) {
        outside.put(reference, parents);
    }

    KeyPool pool(SimulatedTable table) {
        return pools.computeIfAbsent(table.name(), name -> new KeyPool(List.of(), List.of(), new Journal()));
    }

    /** The rows that a foreign key may reference. */
    KeyPool parents(ForeignKey reference) {
        return named(reference.parent())
                .map(this::pool)
                .orElseGet(() ->
                        outside.computeIfAbsent(reference, key -> new KeyPool(List.of(), List.of(), new Journal())));
    }
}
