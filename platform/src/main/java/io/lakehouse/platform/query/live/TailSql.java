package io.lakehouse.platform.query.live;

import io.lakehouse.contract.declaration.TableShape;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The tail of one table: the messages of the {@code frame}, folded to one row per key. Each row has the key's parts,
 * {@code first_moment}, all truncations, and the versions that the changes make by the SCD2 rules, in order: of each its
 * first change in {@code openings}, and in {@code closings} how it ends. Whether the first of them is a version, and since
 * when, only the lake can say.
 *
 * <p>Trino takes longer to plan these expressions than to carry them out, and it plans them twice: so the steps are as few
 * as they can be, and what belongs together is one column (docs/decisions/0160).
 */
final class TailSql {
    /** Before every moment: stands where nothing has happened yet. */
    static final String NEVER = "TIMESTAMP '0001-01-01 00:00:00.000000 UTC'";

    private static final String MOMENT = "timestamp(6) with time zone";

    private final List<ColumnSql> columns;
    private final KeySql key;
    private final FrameSql frame;

    TailSql(TableShape shape, FrameSql frame) {
        this.columns = ColumnSql.of(shape);
        this.key = new KeySql(shape);
        this.frame = frame;
    }

    /**
     * The common table expressions, among them {@code tail}, and as the last {@code folded}: all of it in one row, the map
     * {@code tails} of the keys to rows of {@code first_moment}, {@code openings} and {@code closings}.
     */
    String expressions() {
        return frame.expressions(hasOnlyInLake()) + ",\nimaged AS (" + imaged() + "),\nvalued AS (" + valued()
                + "),\nchanges AS (SELECT *, " + key.parts() + ", " + compared("", true)
                + " AS compared FROM valued),\nbeside AS (" + beside() + "),\nopened AS (" + opened()
                + "),\nreached AS (" + reached() + "),\ntail AS (" + tail() + "),\nfolded AS (" + folded() + ")";
    }

    /** One row without a message when there is none: what holds for the whole table must not be lost. */
    private String imaged() {
        var earlier = hasOnlyInLake();
        return "SELECT truncations, event_id, op, order_key, moment, order_key || CASE op WHEN 'd' THEN '0' ELSE '1' END AS"
                + " sort_key, " + EnvelopeSql.image("image") + " AS image"
                + (earlier ? ", " + EnvelopeSql.image("earlier") + " AS earlier" : "")
                + " FROM frame LEFT JOIN UNNEST(messages) AS m(event_id, op, order_key, moment, image"
                + (earlier ? ", earlier" : "") + ") ON true";
    }

    private String valued() {
        return "SELECT "
                + columns.stream()
                        .map(column -> column.value(column.text("image")) + " AS " + column.alias())
                        .collect(Collectors.joining(", "))
                + ", " + specialValues() + " AS special_values, " + (hasOnlyInLake() ? changedOnlyInLake() : "false")
                + " AS changed_unseen, op, order_key, sort_key, moment, event_id, truncations FROM imaged";
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

    /** With what stands before and behind a change of its key. */
    private String beside() {
        return "SELECT *, row_number() OVER " + inOrder("") + " AS number, " + neighbour("lag", "earlier") + ", "
                + neighbour("lead", "later") + " FROM changes";
    }

    private String neighbour(String function, String prefix) {
        return List.of("event_id", "op", "order_key", "compared").stream()
                .map(column -> function + "(" + column + ") OVER " + inOrder("") + " AS " + prefix + "_" + column)
                .collect(Collectors.joining(", "));
    }

    /**
     * Opens: a version begins with it. Closes: the next change of the key begins another, or there is none. Redeliveries
     * stand side by side and do neither between them. Cut is the truncation behind the change, own its moment where it is
     * one at which something happened to the key, but for its first change.
     */
    private String opened() {
        return "SELECT *, CASE WHEN number > 1 AND event_id IS DISTINCT FROM earlier_event_id AND (opens OR op = 'd') THEN"
                + " moment ELSE " + NEVER + " END AS own FROM (SELECT *, number = 1 OR "
                + isOther("earlier_", "") + " AS opens, later_order_key IS NULL OR "
                + isOther("", "later_") + " AS closes, element_at(filter(truncations, t -> op <> 'd' AND t.order_key >"
                + " order_key AND (later_order_key IS NULL OR t.order_key < later_order_key)), 1) AS cut FROM beside)";
    }

    private static String isOther(String before, String after) {
        return before + "event_id IS DISTINCT FROM " + after + "event_id AND (" + before
                + "op = 'd' OR coalesce(any_match(truncations, t -> t.order_key > " + before
                + "order_key AND t.order_key < " + after + "order_key), false) OR " + after + "op <> 'd' AND " + before
                + "compared IS DISTINCT FROM " + after + "compared)";
    }

    /** Begins: the latest moment until then at which something happened to the key. */
    private String reached() {
        return "SELECT *, greatest(own, coalesce(max(greatest(own, coalesce(cut.moment, " + NEVER + "))) OVER "
                + inOrder(" ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING") + ", " + NEVER
                + ")) AS begins FROM opened";
    }

    private String tail() {
        var ends = "op = 'd' OR cut IS NOT NULL";
        return "SELECT " + key.names("")
                + ", arbitrary(truncations) AS truncations, min_by(moment, number) AS first_moment,"
                + " array_agg(CAST(ROW(" + names()
                + ", special_values, changed_unseen, op, order_key, sort_key, event_id, begins) AS ROW(" + types()
                + ", special_values varchar, changed_unseen boolean, op varchar, order_key varchar, sort_key varchar,"
                + " event_id varchar, begins " + MOMENT + ")) ORDER BY number) FILTER (WHERE opens) AS openings,"
                + " array_agg(CAST(ROW(greatest(order_key, coalesce(cut.order_key, '')), " + ends + ", CASE WHEN "
                + ends
                + " THEN greatest(begins, coalesce(cut.moment, " + NEVER
                + ")) END) AS ROW(last_order_key varchar, ended boolean, ended_at " + MOMENT
                + ")) ORDER BY number) FILTER (WHERE closes) AS closings FROM reached GROUP BY " + key.names("");
    }

    private String folded() {
        return "SELECT map_agg(" + key.whole("")
                + ", ROW(first_moment, openings, closings)) FILTER (WHERE first_moment IS"
                + " NOT NULL) AS tails, arbitrary(truncations) AS truncations FROM tail";
    }

    private String names() {
        return columns.stream().map(ColumnSql::alias).collect(Collectors.joining(", "));
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
