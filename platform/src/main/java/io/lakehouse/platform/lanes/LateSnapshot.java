package io.lakehouse.platform.lanes;

import io.lakehouse.contract.declaration.TableDeclaration;
import io.lakehouse.platform.capture.SnapshotConnector;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Rows that tables held when a running pipeline took them up, on their way into the raw topics.
 *
 * @param phase how far it is
 * @param tables the tables
 * @param since position of the log from which on each of their changes is captured; 0 while it is due
 * @param connector configuration of the pipeline's own connector, which captures them; empty while it is due
 */
record LateSnapshot(Phase phase, List<Table> tables, long since, Map<String, String> connector) {
    /** Keeps its own copies. */
    LateSnapshot {
        tables = List.copyOf(tables);
        connector = Map.copyOf(connector);
    }

    /** How far it is. */
    enum Phase {
        /** The tables are declared; what has to be done first is not known to be done. */
        DUE,
        /** Its connector reads, or is about to be made. */
        READING,
        /** Kafka holds every row; its connector is to be removed. */
        READ
    }

    /**
     * A table by its names in the source.
     *
     * @param schema its schema
     * @param table its name
     */
    record Table(String schema, String table) {
        static Table of(TableDeclaration declared) {
            return new Table(declared.schema(), declared.table());
        }

        TableDeclaration declaration() {
            return TableDeclaration.of(schema, table);
        }
    }

    static LateSnapshot due(Collection<TableDeclaration> tables) {
        return new LateSnapshot(Phase.DUE, tables.stream().map(Table::of).toList(), 0, Map.of());
    }

    LateSnapshot reading(long position, Map<String, String> pipelinesConnector) {
        return new LateSnapshot(Phase.READING, tables, position, pipelinesConnector);
    }

    LateSnapshot read() {
        return new LateSnapshot(Phase.READ, tables, since, connector);
    }

    LateSnapshot only(Predicate<Table> kept) {
        return new LateSnapshot(phase, tables.stream().filter(kept).toList(), since, connector);
    }

    boolean is(Phase which) {
        return phase == which;
    }

    List<TableDeclaration> declarations() {
        return tables.stream().map(Table::declaration).toList();
    }

    /** Configuration of the connector that reads. */
    Map<String, String> configuration() {
        return SnapshotConnector.configuration(connector, declarations(), since);
    }

    /** {@code the rows that public.orders, public.items held before}. */
    String words() {
        return "the rows that "
                + tables.stream()
                        .map(table -> table.declaration().qualifiedName())
                        .collect(Collectors.joining(", "))
                + " held before";
    }
}
