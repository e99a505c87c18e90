package io.lakehouse.bench.capture;

import io.lakehouse.contract.declaration.TableDeclaration;
import io.lakehouse.contract.declaration.TableShape;
import io.lakehouse.platform.source.DatabaseAddress;
import io.lakehouse.platform.source.SourceDatabase;
import java.sql.SQLException;
import java.util.List;

/**
 * A stretch of write-ahead log that any number of readers can read from its begin: changes that only warm a reader up, a
 * start marker, the changes that count, an end marker. A slot stands before all of it and is never read itself; each
 * reader has a copy of it, which PostgreSQL makes at the same position.
 */
final class CaptureLog implements AutoCloseable {
    static final String START = "bench start";
    static final String END = "bench end";

    private final SourceDatabase database;
    private final RowShape rows;
    private final TableShape shape;

    private CaptureLog(SourceDatabase database, RowShape rows, TableShape shape) {
        this.database = database;
        this.rows = rows;
        this.shape = shape;
    }

    /**
     * Writes the log.
     *
     * @param lead changes before the start marker
     * @param changes changes between the markers
     * @param seed of the changes, from -1 to 1
     */
    static CaptureLog write(DatabaseAddress source, RowShape rows, int lead, int changes, double seed)
            throws SQLException {
        var database = new SourceDatabase(source);
        var table = rows.declaration();
        database.query(rows.create());
        database.captureFully(table);
        database.publish(publication(rows), List.of(table));
        // A run that was killed leaves slots.
        database.query("SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots WHERE NOT active");
        database.query("SELECT pg_create_logical_replication_slot('" + slot(rows) + "', 'pgoutput')");
        try (var connection = source.connect();
                var statement = connection.createStatement()) {
            statement.execute("SET synchronous_commit = off");
            statement.execute(rows.change(lead, seed));
            database.emitMarker(START);
            statement.execute(rows.change(changes, seed / 2));
            database.emitMarker(END);
        }
        return new CaptureLog(database, rows, database.shape(table, field -> "bench " + field));
    }

    /** Makes a slot at the begin of the log. */
    void copySlot(String name) throws SQLException {
        database.dropSlot(name);
        database.query("SELECT pg_copy_logical_replication_slot('" + slot(rows) + "', '" + name + "')");
    }

    SourceDatabase database() {
        return database;
    }

    TableDeclaration table() {
        return rows.declaration();
    }

    TableShape shape() {
        return shape;
    }

    String publication() {
        return publication(rows);
    }

    @Override
    public void close() {
        database.dropSlot(slot(rows));
        database.dropPublication(publication(rows));
    }

    private static String slot(RowShape rows) {
        return "bench_" + rows.table();
    }

    private static String publication(RowShape rows) {
        return "bench_" + rows.table();
    }
}
