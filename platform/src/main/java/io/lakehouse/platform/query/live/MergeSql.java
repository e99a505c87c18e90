package io.lakehouse.platform.query.live;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Joins the two sides, {@code lake} and {@code tail}, and what {@code frame} says of the whole table, to rows of the views:
 * what the lake holds, the current versions with what the tail makes of them, and the versions that only the tail has.
 *
 * <p>Keys with a current version in the lake and those without are two branches, each with its own reading of the topic.
 * The lake, of which a query sees one snapshot, says which branch a key belongs to, so that no key is in both or in none.
 */
final class MergeSql {
    private final List<ColumnSql> columns;
    private final KeySql key;
    private final TailSql tail;

    MergeSql(List<ColumnSql> columns, KeySql key, TailSql tail) {
        this.columns = columns;
        this.key = key;
        this.tail = tail;
    }

    /**
     * The common table expressions that {@link #rows} reads.
     *
     * @param filter which rows of the lake are wanted, a WHERE over {@code l}; empty for all
     */
    String expressions(String filter) {
        return "held AS (" + held(filter) + "),\nmerged AS (" + merged() + "),\nbased AS (" + based()
                + "),\nunheld AS (" + unheld() + ")";
    }

    /** The rows, with columns c0, c1, ... and those of an SCD2 table, but for {@code is_current}. */
    String rows() {
        return kept() + "\nUNION ALL\n" + added();
    }

    /** Seen: how many versions of the tail began before what the lake holds of the key. */
    private String held(String filter) {
        return "SELECT l.*, t.segments, t.first_moment, cardinality(filter(t.segments, s -> s.sort_key <="
                + " l.last_order_key || '1')) AS seen FROM lake l LEFT JOIN tail t ON " + key.joined("l.", "t.")
                + " AND l.is_current" + filter;
    }

    /** Taken: the version of the tail that is the lake's current one, by number; 0 when it is none of them. */
    private String merged() {
        var next = "element_at(segments, seen + 1)";
        return "SELECT *, CASE WHEN segments IS NULL THEN 0 WHEN " + next
                + ".op <> 'd' AND coalesce(NOT element_at(segments,"
                + " nullif(seen, 0)).ended, true) AND NOT " + next + ".changed_unseen AND " + tail.compared("", false)
                + " IS NOT DISTINCT FROM " + tail.compared(next + ".", false)
                + " THEN seen + 1 ELSE seen END AS taken FROM held";
    }

    /** Base: no version of the tail begins before it. */
    private String based() {
        return "SELECT *, CASE WHEN taken = 0 THEN greatest(effective_start_ts, first_moment) ELSE effective_start_ts END AS"
                + " base, element_at(segments, nullif(taken, 0)) AS going_on, coalesce(taken = 0 AND"
                + " element_at(segments, 1).op = 'd', false) AS deletes FROM merged";
    }

    /** The keys of the tail of which the lake has no current version. */
    private String unheld() {
        return "SELECT *, greatest(ended_until, CASE seen WHEN 0 THEN first_moment ELSE " + TailSql.NEVER
                + " END) AS base FROM (SELECT *, cardinality(filter(segments, s -> s.sort_key <= held_until)) AS seen FROM (SELECT "
                + key.names("t.") + ", arbitrary(t.segments) AS segments, arbitrary(t.first_moment) AS first_moment,"
                + " coalesce(max(l.last_order_key || '0'), '') AS held_until, coalesce(max(l.effective_end_ts), "
                + TailSql.NEVER
                + ") AS ended_until, coalesce(bool_or(l.is_current), false) AS is_held FROM lake l RIGHT JOIN tail t ON "
                + key.joined("l.", "t.") + " GROUP BY " + key.names("t.") + ") WHERE NOT is_held)";
    }

    /** The rows of the lake, the current ones with what the tail makes of them. */
    private String kept() {
        var cut =
                "element_at(filter(f.truncations, t -> b.is_current AND b.segments IS NULL AND t.order_key > b.last_order_key), 1)";
        return "SELECT "
                + columns.stream()
                        .map(column -> key.partOf(column).isEmpty()
                                ? either("b." + column.alias(), column.alias()) + " AS " + column.alias()
                                : key.partOf(column) + " AS " + column.alias())
                        .collect(Collectors.joining(", "))
                + ", " + either("b.effective_start_ts", "BEGIN").replace(segment("BEGIN"), begins())
                + " AS effective_start_ts"
                + ", CASE WHEN n > 0 THEN " + ends()
                + " WHEN b.segments IS NULL THEN CASE WHEN cut IS NULL THEN b.effective_end_ts ELSE greatest(b.effective_start_ts, cut.moment) END"
                + " WHEN taken = 0 THEN base WHEN going_on.ended THEN greatest(base, going_on.ended_at)"
                + " ELSE greatest(base, element_at(b.segments, taken + 1).begins) END AS effective_end_ts"
                + ", CASE WHEN n > 0 THEN " + segment("ended")
                + " WHEN b.segments IS NULL THEN b.is_deleted OR cut IS NOT NULL WHEN taken = 0 THEN deletes ELSE going_on.ended END AS is_deleted"
                + ", CASE n WHEN 0 THEN b.row_hash END AS row_hash"
                + ", " + either("b.version_order_key", "order_key") + " AS version_order_key"
                + ", " + either("b.event_id", "event_id") + " AS event_id"
                + ", CASE n WHEN 0 THEN b.run_id END AS run_id"
                + ", CASE WHEN n > 0 THEN " + segment("last_order_key")
                + " WHEN b.segments IS NULL THEN coalesce(cut.order_key, b.last_order_key) WHEN deletes THEN"
                + " element_at(b.segments, 1).last_order_key WHEN taken = 0 THEN b.last_order_key ELSE"
                + " greatest(b.last_order_key, going_on.last_order_key) END AS last_order_key"
                + ", " + either("b.special_values", "special_values") + " AS special_values"
                + ", CASE n WHEN 0 THEN 'lake' ELSE 'tail' END AS lane"
                + " FROM (SELECT b.*, " + cut
                + " AS cut FROM based b CROSS JOIN frame f) b CROSS JOIN UNNEST(ARRAY[0] || "
                + numbers("b.taken + 1 + CASE WHEN b.deletes THEN 1 ELSE 0 END", "b.segments") + ") AS u(n)";
    }

    /** The versions of keys that the lake does not hold. */
    private String added() {
        return "SELECT "
                + columns.stream()
                        .map(column -> (key.partOf(column).isEmpty() ? segment(column.alias()) : key.partOf(column))
                                + " AS " + column.alias())
                        .collect(Collectors.joining(", "))
                + ", " + begins() + ", " + ends() + ", " + segment("ended") + ", CAST(NULL AS varchar), "
                + segment("order_key") + ", " + segment("event_id") + ", CAST(NULL AS varchar), "
                + segment("last_order_key") + ", " + segment("special_values")
                + ", 'tail' FROM unheld b CROSS JOIN frame f CROSS JOIN UNNEST(" + numbers("b.seen + 1", "b.segments")
                + ") AS u(n)";
    }

    private static String numbers(String first, String segments) {
        return "CASE WHEN " + first + " <= cardinality(" + segments + ") THEN sequence(" + first + ", cardinality("
                + segments + ")) ELSE CAST(ARRAY[] AS array(bigint)) END";
    }

    private static String segment(String field) {
        return "element_at(b.segments, nullif(n, 0))." + field;
    }

    private static String either(String stored, String field) {
        return "CASE n WHEN 0 THEN " + stored + " ELSE " + segment(field) + " END";
    }

    private static String begins() {
        return "greatest(base, " + segment("begins") + ")";
    }

    private static String ends() {
        return "CASE WHEN " + segment("ended") + " THEN greatest(base, " + segment("begins") + ", "
                + segment("ended_at") + ") ELSE greatest(base, element_at(b.segments, n + 1).begins) END";
    }
}
