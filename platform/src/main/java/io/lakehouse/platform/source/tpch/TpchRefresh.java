package io.lakehouse.platform.source.tpch;

import io.lakehouse.contract.declaration.Pipeline;
import io.lakehouse.platform.engine.Failure;
import io.lakehouse.platform.source.DatabaseAddress;
import io.lakehouse.platform.source.Sql;
import io.trino.tpch.LineItem;
import io.trino.tpch.LineItemGenerator;
import io.trino.tpch.Order;
import io.trino.tpch.OrderGenerator;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.LongStream;

/**
 * Runs pairs of TPC-H's refresh functions on what {@link TpchLoad} has loaded, each followed by updates. A pair is one
 * transaction and goes on where the last one stopped.
 */
public final class TpchRefresh {
    private final DatabaseAddress address;
    private final LoadedTable orders;
    private final LoadedTable lineItems;
    private final TpchUpdates updates;

    /**
     * Refreshes of a pipeline's source.
     *
     * @throws Failure when the pipeline has not the tables of TPC-H
     */
    public TpchRefresh(DatabaseAddress address, Pipeline pipeline) {
        var tables = LoadedTable.of(pipeline);
        this.address = address;
        this.orders = tables.get(tables.size() - 2);
        this.lineItems = tables.get(tables.size() - 1);
        this.updates = new TpchUpdates(tables);
    }

    /**
     * What a pair changed, in rows.
     *
     * @param number which pair it was since the load, from 1 on
     */
    public record Refreshed(
            long number,
            long insertedOrders,
            long insertedLineItems,
            long deletedOrders,
            long deletedLineItems,
            long updated) {}

    /**
     * Runs the next pair.
     *
     * @param seed where the random sequence of its updates starts; empty for that of the load
     * @throws Failure when nothing was loaded, or the source refuses; nothing has changed then
     */
    public Refreshed next(OptionalLong seed) {
        try (var connection = address.connect()) {
            connection.setAutoCommit(false);
            lock(connection);
            var note = LoadNote.of(connection, orders).orElseThrow(this::notLoaded);
            var pair = new RefreshPair(note.scale(), note.refreshes() + 1);
            var keys = insertOrders(connection, pair);
            var insertedLineItems = insertLineItems(connection, pair, keys);
            var deleted = LongStream.range(pair.firstOrder(), pair.firstOrder() + pair.orders())
                    .map(pair::deletedKey)
                    .toArray();
            var deletedLineItems = delete(connection, lineItems, "l_orderkey", deleted);
            var deletedOrders = delete(connection, orders, "o_orderkey", deleted);
            var updated = updates.run(connection, pair, seed.orElse(note.seed()));
            new LoadNote(note.scale(), note.seed(), pair.number()).write(connection, orders);
            connection.commit();
            return new Refreshed(
                    pair.number(), keys.size(), insertedLineItems, deletedOrders, deletedLineItems, updated);
        } catch (SQLException e) {
            throw Sql.isAbsence(e) ? notLoaded() : Sql.failure(address, e);
        }
    }

    private Failure notLoaded() {
        return new Failure(address + ": " + orders.declaration().qualifiedName()
                + " was not filled by load, which says what to refresh: load it first");
    }

    /** Two refreshes at once would be the same pair. */
    private void lock(Connection connection) throws SQLException {
        try (var statement = connection.prepareStatement("SELECT pg_advisory_xact_lock(?::regclass::oid::bigint)")) {
            statement.setString(1, orders.quoted());
            statement.execute();
        }
    }

    /** The new keys of the orders by those that they were generated with. */
    private Map<Long, Long> insertOrders(Connection connection, RefreshPair pair) throws SQLException {
        var keys = new HashMap<Long, Long>();
        try (var copy = new TableCopy(connection, orders)) {
            var order = pair.firstOrder();
            for (Order row : new OrderGenerator(pair.scale().factor(), (int) pair.contents() + 1, RefreshPair.ROUND)) {
                if (keys.size() == pair.orders()) {
                    break;
                }
                var key = pair.insertedKey(order++);
                keys.put(row.getOrderKey(), key);
                copy.add(withKey(key, row.toLine()));
            }
            copy.end();
            return keys;
        }
    }

    private long insertLineItems(Connection connection, RefreshPair pair, Map<Long, Long> keys) throws SQLException {
        try (var copy = new TableCopy(connection, lineItems)) {
            for (LineItem row :
                    new LineItemGenerator(pair.scale().factor(), (int) pair.contents() + 1, RefreshPair.ROUND)) {
                var key = keys.get(row.getOrderKey());
                if (key == null) {
                    break;
                }
                copy.add(withKey(key, row.toLine()));
            }
            return copy.end();
        }
    }

    private static String withKey(long key, String line) {
        return key + line.substring(line.indexOf('|'));
    }

    private static long delete(Connection connection, LoadedTable table, String column, long[] keys)
            throws SQLException {
        try (var statement = connection.prepareStatement(
                "DELETE FROM " + table.quoted() + " WHERE " + Sql.quoted(column) + " = ANY (?)")) {
            statement.setArray(
                    1,
                    connection.createArrayOf("int8", LongStream.of(keys).boxed().toArray()));
            return statement.executeLargeUpdate();
        }
    }
}
