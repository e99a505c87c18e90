package io.lakehouse.platform.source.simulation;

import io.lakehouse.contract.declaration.Column;
import io.lakehouse.contract.declaration.Pipeline;
import io.lakehouse.contract.declaration.TableDeclaration;
import io.lakehouse.platform.engine.Place;
import io.lakehouse.platform.source.DatabaseAddress;
import io.lakehouse.platform.source.SourceDatabase;
import io.lakehouse.platform.source.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/** Reads what a simulation must know before it starts: constraints, and rows that it may change and reference. */
final class TableReader {
    private final DatabaseAddress address;
    private final Pipeline pipeline;
    private final IntFunction<Place> places;
    private final Journal journal;

    TableReader(DatabaseAddress address, Pipeline pipeline, IntFunction<Place> places, Journal journal) {
        this.address = address;
        this.pipeline = pipeline;
        this.places = places;
        this.journal = journal;
    }

    SimulatedTables read(PersistentConnection connection) throws SQLException, InterruptedException {
        var found = new ArrayList<SimulatedTable>();
        for (int i = 0; i < pipeline.tables().size(); i++) {
            var declaration = pipeline.tables().get(i);
            var place = places.apply(i);
            var key = new SourceDatabase(address)
                    .shape(declaration, place).keyColumns().stream()
                            .map(Column::source)
                            .toList();
            var name = new TableName(declaration.schema(), declaration.table());
            var constraints = connection.ask(asked -> ConstraintReader.read(asked, name));
            found.add(new SimulatedTable(declaration, withKey(constraints, key), key, place));
        }
        var tables = new SimulatedTables(found);
        for (var table : found) {
            tables.know(table, connection.ask(asked -> pool(asked, table)));
            for (var foreignKey : table.constraints().foreignKeys()) {
                if (tables.named(foreignKey.parent()).isEmpty()) {
                    tables.know(foreignKey, connection.ask(asked -> parents(asked, foreignKey)));
                }
            }
        }
        return tables;
    }

    /** A declared key is unique, whether an index says so or not. */
    private static TableConstraints withKey(TableConstraints constraints, List<String> key) {
        var isKnown = constraints.uniques().stream()
                .anyMatch(unique -> unique.columns().size() == key.size() && key.containsAll(unique.columns()));
        if (key.isEmpty() || isKnown) {
            return constraints;
        }
        var uniques = new ArrayList<>(constraints.uniques());
        uniques.add(
                new UniqueKey("the declared key", key.stream().map(Sql::quoted).toList(), key, false));
        return new TableConstraints(
                constraints.columns(),
                constraints.checks(),
                uniques,
                constraints.foreignKeys(),
                constraints.referencing(),
                constraints.partitions());
    }

    /** The rows with the highest keys, and those hot ones that are there. */
    private KeyPool pool(Connection asked, SimulatedTable table) throws SQLException {
        if (table.key().isEmpty()) {
            return new KeyPool(List.of(), List.of(), journal);
        }
        var reader = new KeyReader(asked, table.name(), table.key(), table.kept());
        var hot = new ArrayList<KnownRow>();
        for (var wanted : hotKeys(table.declaration())) {
            hot.addAll(reader.where(table.key(), wanted, 1));
        }
        return new KeyPool(reader.highest(KeyPool.CAPACITY), hot, journal);
    }

    private static List<List<String>> hotKeys(TableDeclaration declaration) {
        return declaration.simulation().hotKeys();
    }

    private KeyPool parents(Connection asked, ForeignKey foreignKey) throws SQLException {
        var columns = foreignKey.parentColumns();
        return new KeyPool(
                new KeyReader(asked, foreignKey.parent(), columns, columns).highest(KeyPool.CAPACITY),
                List.of(),
                journal);
    }
}
