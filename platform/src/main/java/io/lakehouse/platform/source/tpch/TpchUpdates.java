package io.lakehouse.platform.source.tpch;

import io.trino.tpch.CustomerGenerator;
import io.trino.tpch.PartGenerator;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Updates beside the refresh functions, which have none: as many orders as a pair inserts get another priority, line items
 * another way of shipment, customers another balance, and parts are restocked at all their suppliers. Which ones, and to
 * what, follows from the seed and the number of the pair.
 */
final class TpchUpdates {
    private static final List<String> PRIORITIES =
            List.of("1-URGENT", "2-HIGH", "3-MEDIUM", "4-NOT SPECIFIED", "5-LOW");
    private static final List<String> MODES = List.of("REG AIR", "AIR", "RAIL", "SHIP", "TRUCK", "MAIL", "FOB");
    private static final int MOST_AVAILABLE = 9999;
    private static final int MOST_CENTS = 50_000;

    private final Map<String, LoadedTable> tables;

    TpchUpdates(List<LoadedTable> tables) {
        this.tables = tables.stream().collect(Collectors.toMap(LoadedTable::name, Function.identity()));
    }

    /** One update; it binds its values and then the key. */
    @FunctionalInterface
    private interface Binding {
        void bind(PreparedStatement statement) throws SQLException;
    }

    /** Runs the updates of a pair; returns how many rows they changed. */
    long run(Connection connection, RefreshPair pair, long seed) throws SQLException {
        var random = new SplittableRandom(new SplittableRandom(seed).nextLong() + pair.number());
        var scale = pair.scale();
        return update(connection, pair, "orders", "SET o_orderpriority = ? WHERE o_orderkey = ?", statement -> {
                    statement.setString(1, any(PRIORITIES, random));
                    statement.setLong(2, order(pair, random));
                })
                // Every order has a first line.
                + update(
                        connection,
                        pair,
                        "lineitem",
                        "SET l_shipmode = ? WHERE l_orderkey = ? AND l_linenumber = 1",
                        statement -> {
                            statement.setString(1, any(MODES, random));
                            statement.setLong(2, order(pair, random));
                        })
                + update(
                        connection,
                        pair,
                        "customer",
                        "SET c_acctbal = c_acctbal + ? WHERE c_custkey = ?",
                        statement -> {
                            statement.setBigDecimal(
                                    1, BigDecimal.valueOf(random.nextInt(-MOST_CENTS, MOST_CENTS + 1), 2));
                            statement.setLong(2, 1 + random.nextLong(scale.rows(CustomerGenerator.SCALE_BASE)));
                        })
                + update(connection, pair, "partsupp", "SET ps_availqty = ? WHERE ps_partkey = ?", statement -> {
                    statement.setInt(1, random.nextInt(1, MOST_AVAILABLE + 1));
                    statement.setLong(2, 1 + random.nextLong(scale.rows(PartGenerator.SCALE_BASE)));
                });
    }

    private long update(Connection connection, RefreshPair pair, String table, String change, Binding binding)
            throws SQLException {
        var quoted = tables.get(table).quoted();
        try (var statement = connection.prepareStatement("UPDATE " + quoted + " " + change)) {
            for (long i = 0; i < pair.orders(); i++) {
                binding.bind(statement);
                statement.addBatch();
            }
            return IntStream.of(statement.executeBatch()).sum();
        }
    }

    private static String any(List<String> values, SplittableRandom random) {
        return values.get(random.nextInt(values.size()));
    }

    private static long order(RefreshPair pair, SplittableRandom random) {
        return pair.liveKey(1 + random.nextLong(pair.scale().orders()));
    }
}
