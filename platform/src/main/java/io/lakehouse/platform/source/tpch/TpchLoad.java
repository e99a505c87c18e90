package io.lakehouse.platform.source.tpch;

import io.lakehouse.contract.declaration.Pipeline;
import io.lakehouse.platform.engine.Failure;
import io.lakehouse.platform.source.DatabaseAddress;
import io.lakehouse.platform.source.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Fills the tables of TPC-H with the rows of its published generator, which are the same for each scale factor, on every
 * machine. Rows are streamed; all of them appear together, or none.
 */
public final class TpchLoad {
    private final DatabaseAddress address;
    private final List<LoadedTable> tables;

    /**
     * A load of a pipeline's source, whose tables are there.
     *
     * @throws Failure when the pipeline has not the tables of TPC-H
     */
    public TpchLoad(DatabaseAddress address, Pipeline pipeline) {
        this.address = address;
        this.tables = LoadedTable.of(pipeline);
    }

    /** What becomes of rows that are there. */
    public enum Present {
        /** They keep the load from being done. */
        KEPT,
        /** They are truncated, which the lanes follow. */
        REPLACED
    }

    /**
     * Loads.
     *
     * @param seed where the random sequence of the updates of later refreshes starts
     * @return rows by table
     * @throws Failure when tables hold rows that are to be kept, or the source refuses; nothing has changed then
     */
    public Map<String, Long> load(ScaleFactor scale, long seed, Present present, LoadProgress progress) {
        try (var connection = address.connect()) {
            connection.setAutoCommit(false);
            if (present == Present.REPLACED) {
                truncate(connection);
            }
            requireEmpty(connection);
            var rows = new LinkedHashMap<String, Long>();
            for (var table : tables) {
                rows.put(table.name(), copy(connection, table, scale, progress));
            }
            new LoadNote(scale, seed, 0).write(connection, tables.get(tables.size() - 2));
            connection.commit();
            return rows;
        } catch (SQLException e) {
            throw Sql.failure(address, e);
        }
    }

    private void requireEmpty(Connection connection) throws SQLException {
        for (var table : tables) {
            try (var statement = connection.createStatement();
                    var found = statement.executeQuery("SELECT 1 FROM " + table.quoted() + " LIMIT 1")) {
                if (found.next()) {
                    throw new Failure(address + ": " + table.declaration().qualifiedName()
                            + " holds rows: --drop truncates the tables of TPC-H first");
                }
            }
        }
    }

    private void truncate(Connection connection) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(
                    "TRUNCATE " + tables.stream().map(LoadedTable::quoted).collect(Collectors.joining(", ")));
        }
    }

    private static long copy(Connection connection, LoadedTable table, ScaleFactor scale, LoadProgress progress)
            throws SQLException {
        try (var copy = new TableCopy(connection, table)) {
            for (var row : table.generated().createGenerator(scale.factor(), 1, 1)) {
                copy.add(row.toLine());
                if (copy.rows() % LoadProgress.STEP == 0) {
                    progress.sent(table.name(), copy.rows(), false);
                }
            }
            var rows = copy.end();
            progress.sent(table.name(), rows, true);
            return rows;
        }
    }
}
