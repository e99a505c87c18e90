package io.lakehouse.bench.orders;

import io.lakehouse.platform.engine.Failure;
import io.lakehouse.platform.engine.rest.JsonRest;
import io.lakehouse.platform.plan.Blueprint;
import io.lakehouse.platform.query.TrinoSql;
import io.lakehouse.platform.realtime.PinotQuery;
import io.lakehouse.platform.source.DatabaseAddress;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoField;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What source, Pinot and lake hold of the orders of a pipeline; the platform has to be in sync. */
public final class Stores {
    /** Orders that one query of Pinot is asked for, so that its heap holds the answers. */
    private static final long PAGE = 5_000;

    private static final DateTimeFormatter MICROS = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSSSSS");

    private final Blueprint blueprint;
    private final DatabaseAddress source;
    private final String pipeline;
    private final PinotQuery pinot;

    /** The stores of a pipeline. */
    public Stores(Blueprint blueprint, DatabaseAddress source, String pipeline) {
        this.blueprint = blueprint;
        this.source = source;
        this.pipeline = pipeline;
        this.pinot = new PinotQuery(new JsonRest(blueprint.addresses().pinotBroker()));
    }

    /**
     * What was compared.
     *
     * @param rows how many rows both sides have
     * @param sha256 digest of all of them, in the order of keys
     */
    public record Equal(long rows, String sha256) {}

    /**
     * Compares what each store holds with what was committed.
     *
     * @param realtime whether Pinot's two tables are compared
     * @param lake whether the SCD2 table is
     * @return by store
     * @throws Failure when a store holds something else; it names the first row that differs
     */
    public Map<String, Equal> requireEqual(Journal journal, boolean realtime, boolean lake) throws SQLException {
        var equal = new LinkedHashMap<String, Equal>();
        var rows = source();
        equal.put("source", equal("the source", journal.current(), rows));
        if (realtime) {
            equal.put("pinot current", equal("Pinot's " + OrdersTable.current(pipeline), rows, current()));
            equal.put("pinot history", equal("Pinot's " + OrdersTable.history(pipeline), journal.history(), history()));
        }
        if (lake) {
            equal.put("scd2", equal("the lake's " + OrdersTable.versions(pipeline), journal.versions(), versions()));
        }
        return equal;
    }

    private static Equal equal(String store, RowSet expected, RowSet found) {
        var difference = expected.firstDifference(found);
        if (difference.isPresent()) {
            throw new Failure(store + " holds " + found.size() + " rows for " + expected.size()
                    + " and differs; nothing of this run counts. The first difference: " + difference.get());
        }
        return new Equal(found.size(), found.digest());
    }

    private RowSet source() throws SQLException {
        var rows = new RowSet();
        try (var connection = source.connect();
                var statement = connection.createStatement()) {
            var answer = statement.executeQuery("SELECT id, seq, account, amount::text, status,"
                    + " (extract(epoch FROM updated_at) * 1000000)::bigint FROM orders");
            while (answer.next()) {
                rows.add(
                        answer.getLong(1),
                        answer.getLong(2),
                        "",
                        Journal.values(answer.getInt(3), answer.getString(4), answer.getString(5), answer.getLong(6)));
            }
        }
        return rows;
    }

    private RowSet current() {
        var rows = new RowSet();
        read(
                "SELECT id, seq, account, amount, status, updated_at FROM \"" + OrdersTable.current(pipeline)
                        + "\" WHERE is_deleted = false AND ",
                "id",
                OrdersTable.current(pipeline),
                row -> rows.add(number(row, 0), number(row, 1), "", values(row, 2)));
        return rows;
    }

    private RowSet history() {
        var rows = new RowSet();
        for (var image : List.of("after", "before")) {
            var columns = List.of("seq", "account", "amount", "status", "updated_at").stream()
                    .map(column -> image + "_" + column)
                    .collect(java.util.stream.Collectors.joining(", "));
            var operation = image.equals("after") ? "op <> 'd'" : "op = 'd'";
            read(
                    "SELECT record_id, " + columns + ", op FROM \"" + OrdersTable.history(pipeline) + "\" WHERE "
                            + operation + " AND ",
                    "record_id",
                    OrdersTable.history(pipeline),
                    row -> rows.add(
                            number(row, 0),
                            number(row, 1),
                            io.lakehouse.contract.change.Operation.ofCode(text(row, 6))
                                    .name(),
                            values(row, 2)));
        }
        return rows;
    }

    private void read(
            String select, String key, String table, java.util.function.Consumer<List<@Nullable String>> each) {
        var most = Double.parseDouble(text(
                pinot.run("SELECT MAX(" + key + ") FROM \"" + table + "\"")
                        .rows()
                        .get(0),
                0));
        for (var from = 0L; from <= most; from += PAGE) {
            pinot.run(select + key + " >= " + from + " AND " + key + " < " + (from + PAGE) + " LIMIT 1000000")
                    .rows()
                    .forEach(each);
        }
    }

    private RowSet versions() throws SQLException {
        var rows = new RowSet();
        var answer = new TrinoSql(blueprint.addresses().trino())
                .run("SELECT id, seq, account, amount, status, CAST(updated_at AT TIME ZONE 'UTC' AS varchar),"
                        + " is_current, is_deleted FROM nessie.\"default\".\"" + OrdersTable.versions(pipeline) + "\"");
        for (var row : answer.rows()) {
            rows.add(
                    number(row, 0),
                    number(row, 1),
                    Journal.kind(Boolean.parseBoolean(row.get(6)), Boolean.parseBoolean(row.get(7))),
                    Journal.values(Integer.parseInt(text(row, 2)), text(row, 3), text(row, 4), micros(text(row, 5))));
        }
        return rows;
    }

    private static String values(List<@Nullable String> row, int first) {
        return Journal.values(
                Integer.parseInt(text(row, first)), text(row, first + 1), text(row, first + 2), number(row, first + 3));
    }

    private static long number(List<@Nullable String> row, int place) {
        return Long.parseLong(text(row, place));
    }

    private static String text(List<@Nullable String> row, int place) {
        return Objects.requireNonNullElse(row.get(place), "NULL");
    }

    /** Trino's text of a moment, {@code 2026-01-31 12:00:00.123456 UTC}. */
    private static long micros(String text) {
        var moment = LocalDateTime.parse(text.substring(0, 26), MICROS);
        return moment.toEpochSecond(ZoneOffset.UTC) * 1_000_000 + moment.getLong(ChronoField.MICRO_OF_SECOND);
    }
}
