package io.lakehouse.platform.query.live;

import io.lakehouse.contract.declaration.TableShape;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The tail of one table: the changes on its raw topic from the bounds on, folded to one row per key. Each row has the key's
 * parts, {@code first_moment}, and {@code segments}: the versions that the changes make by the SCD2 rules, in order, each
 * with the changes that left it as it was. Whether the first of them is a version, and since when, only the lake can say.
 */
final class TailSql {
    /** Before every moment: stands where nothing has happened yet. */
    static final String NEVER = "TIMESTAMP '0001-01-01 00:00:00.000000 UTC'";

    private static final String MOMENT = "timestamp(6) with time zone";

    private final TableShape shape;
    private final List<ColumnSql> columns;
    private final KeySql key;
    private final String topic;
    private final List<TailBound> bounds;

    TailSql(TableShape shape, String topic, List<TailBound> bounds) {
        this.shape = shape;
        this.columns = ColumnSql.of(shape);
        this.key = new KeySql(shape);
        this.topic = topic;
        this.bounds = bounds;
    }

    /** The common table expressions, the last of which is {@code tail}. */
    String expressions() {
        return "arrived AS (" + arrived() + "),\nplaced AS (" + placed() + "),\nimaged AS (" + imaged()
                + "),\nvalued AS (" + valued() + "),\nchanges AS (" + changes() + "),\nonce AS (" + once()
                + "),\nfollowed AS (" + followed() + "),\nopened AS (" + opened() + "),\nnumbered AS (" + numbered()
                + "),\nsegmented AS (" + segmented() + "),\ntail AS (" + tail() + ")";
    }

    /** Messages of this table; what is none the bronze lane has put among the dead letters. */
    private String arrived() {
        return bounds.stream()
                .map(bound -> "SELECT _key, _headers, op, before, after, lsn, ts_us, snapshot FROM " + topic
                        + " WHERE _partition_id = " + bound.partition() + " AND _partition_offset >= " + bound.from()
                        + " AND op IN ('c', 'r', 'u', 'd', 't') AND source_schema = " + Sql.text(shape.schema())
                        + " AND source_table = " + Sql.text(shape.table()))
                .collect(Collectors.joining(" UNION ALL "));
    }

    private String placed() {
        return "SELECT _key, op, before, after, lsn, " + EnvelopeSql.EPOCH + " AS epoch, "
                + EnvelopeSql.orderKey("op", "lsn", "snapshot") + " AS order_key, " + EnvelopeSql.moment("ts_us")
                + " AS moment FROM arrived WHERE " + EnvelopeSql.EPOCH
                + " IS NOT NULL AND lsn IS NOT NULL AND ts_us IS NOT NULL AND " + EnvelopeSql.IS_FOR_BRONZE;
    }

    /** A truncation has no key and counts for every key: all changes know all truncations. */
    private String imaged() {
        return "SELECT *, " + EnvelopeSql.image("CASE op WHEN 'd' THEN before ELSE after END") + " AS image, "
                + (hasOnlyInLake() ? EnvelopeSql.image("CASE op WHEN 'u' THEN before END") + " AS earlier, " : "")
                + "order_key || CASE op WHEN 'd' THEN '0' ELSE '1' END AS sort_key FROM (SELECT *, map_agg(CASE op WHEN 't'"
                + " THEN order_key END, moment) OVER () AS truncated FROM placed) WHERE op <> 't'";
    }

    private String valued() {
        return "SELECT "
                + columns.stream()
                        .map(column -> column.value(column.text("image")) + " AS " + column.alias())
                        .collect(Collectors.joining(", "))
                + ", " + specialValues() + " AS special_values, " + (hasOnlyInLake() ? changedOnlyInLake() : "false")
                + " AS changed_unseen, op, order_key, sort_key, moment, " + EnvelopeSql.truncations("truncated")
                + " AS truncations, " + eventId()
                + " AS event_id FROM imaged";
    }

    private String specialValues() {
        var parts = columns.stream()
                .filter(ColumnSql::canBeSpecial)
                .map(column -> "json_format(CAST(" + column.label() + " AS json)) || ':' || json_format(CAST("
                        + column.special(column.text("image")) + " AS json))")
                .collect(Collectors.joining(", "));
        return parts.isEmpty()
                ? "CAST(NULL AS varchar)"
                : "nullif('{' || array_join(ARRAY[" + parts + "], ',') || '}', '{}')";
    }

    private String changedOnlyInLake() {
        return columns.stream()
                .filter(column -> column.isOnlyInLake() && column.isTracked())
                .map(column -> column.text("earlier") + " IS DISTINCT FROM " + column.text("image"))
                .collect(Collectors.joining(" OR ", "op = 'u' AND (", " OR false)"));
    }

    /** As {@code EventId} makes it; the key of a message is the text of the row's key. */
    private String eventId() {
        var table = shape.qualifiedName();
        return "lower(to_hex(substr(sha256(to_utf8(" + encoded("CAST(epoch AS varchar)") + " || "
                + encoded("CAST(lsn AS varchar)") + " || "
                + Sql.text(table.getBytes(StandardCharsets.UTF_8).length + ":" + table) + " || " + encoded("_key")
                + " || '1:' || op)), 1, 16)))";
    }

    private static String encoded(String text) {
        return "CAST(length(to_utf8(" + text + ")) AS varchar) || ':' || " + text;
    }

    private String changes() {
        return "SELECT *, " + key.parts() + " FROM valued";
    }

    /** Without redeliveries, which stand side by side. */
    private String once() {
        return "SELECT * FROM (SELECT *, lag(event_id) OVER " + inOrder("")
                + " AS earlier_id FROM changes) WHERE event_id IS DISTINCT FROM earlier_id";
    }

    /** With what stands before and behind a change of its key; {@code cut} is the truncation behind it. */
    private String followed() {
        return "SELECT *, element_at(array_sort(filter(truncations, t -> op <> 'd' AND t.order_key > order_key"
                + " AND (later_order_key IS NULL OR t.order_key < later_order_key))), 1) AS cut FROM (SELECT *,"
                + " row_number() OVER " + inOrder("") + " AS number, lag(op) OVER " + inOrder("")
                + " AS earlier_op, lag(" + compared("", true) + ") OVER " + inOrder("")
                + " AS earlier_row, lead(order_key) OVER " + inOrder("") + " AS later_order_key FROM once)";
    }

    private String opened() {
        return "SELECT *, number = 1 OR NOT was_current OR op <> 'd' AND " + compared("", true)
                + " IS DISTINCT FROM earlier_row AS opens FROM (SELECT *, coalesce(earlier_op <> 'd', false) AND lag(cut) OVER "
                + inOrder("") + " IS NULL AS was_current FROM followed)";
    }

    /** Reached: the latest moment at which something happened to the key, but for its first change. */
    private String numbered() {
        var own = "CASE WHEN number > 1 AND (opens OR op = 'd') THEN moment ELSE " + NEVER + " END";
        var cut = "coalesce(cut.moment, " + NEVER + ")";
        return "SELECT *, greatest(own, coalesce(max(greatest(own, " + cut + ")) OVER "
                + inOrder(" ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING") + ", " + NEVER
                + ")) AS reached, count_if(opens) OVER " + inOrder(" ROWS UNBOUNDED PRECEDING")
                + " AS segment FROM (SELECT *, " + own + " AS own FROM opened)";
    }

    private String segmented() {
        var ends = "op = 'd' OR cut IS NOT NULL";
        return "SELECT " + key.names("") + ", segment, min_by(moment, number) AS moment, min_by(CAST(ROW("
                + names("", ", special_values, changed_unseen, op, order_key, sort_key, event_id, reached")
                + ") AS ROW(" + types()
                + ", special_values varchar, changed_unseen boolean, op varchar, order_key varchar, sort_key varchar,"
                + " event_id varchar, begins " + MOMENT + ")), number) AS version, max(greatest(order_key,"
                + " coalesce(cut.order_key, ''))) AS last_order_key, bool_or(" + ends + ") AS ended, max(CASE WHEN "
                + ends
                + " THEN greatest(reached, coalesce(cut.moment, " + NEVER
                + ")) END) AS ended_at FROM numbered GROUP BY "
                + key.names("") + ", segment";
    }

    private String tail() {
        return "SELECT " + key.names("") + ", min_by(moment, segment) AS first_moment, array_agg(CAST(ROW("
                + names(
                        "version.",
                        ", version.special_values, version.changed_unseen, version.op, version.order_key,"
                                + " version.sort_key, version.event_id, version.begins, last_order_key, ended, ended_at")
                + ") AS ROW(" + types()
                + ", special_values varchar, changed_unseen boolean, op varchar, order_key varchar, sort_key varchar,"
                + " event_id varchar, begins " + MOMENT + ", last_order_key varchar, ended boolean, ended_at " + MOMENT
                + ")) ORDER BY segment) AS segments FROM segmented GROUP BY " + key.names("");
    }

    private String names(String row, String more) {
        return columns.stream().map(column -> row + column.alias()).collect(Collectors.joining(", ")) + more;
    }

    private String types() {
        return columns.stream()
                .map(column -> column.alias() + " " + column.type())
                .collect(Collectors.joining(", "));
    }

    /**
     * The row that tells whether an update made a version.
     *
     * @param row alias of the version, its dot included
     * @param whole whether values that only the tail has are part of it
     */
    String compared(String row, boolean whole) {
        var parts = new ArrayList<String>(List.of("1"));
        columns.stream()
                .filter(column -> column.isTracked() && (whole || !column.isOnlyInLake()))
                .forEach(column -> parts.addAll(column.compared(row)));
        return "ROW(" + String.join(", ", parts) + ")";
    }

    private boolean hasOnlyInLake() {
        return columns.stream().anyMatch(ColumnSql::isOnlyInLake);
    }

    private String inOrder(String frame) {
        return "(PARTITION BY " + key.names("") + " ORDER BY sort_key, event_id" + frame + ")";
    }
}
