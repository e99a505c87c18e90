package io.lakehouse.platform.query.live;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Joins the two sides, {@code lake} and the tail, to rows of the views: what the lake holds, the current versions with what
 * the tail makes of them, and the versions that only the tail has.
 *
 * <p>Keys with a current version in the lake and those without are two branches, each with its own reading of the topic.
 * The lake, of which a query sees one snapshot, says which branch a key belongs to, so that no key is in both or in none.
 * The first streams the lake by the tail in one row, the second asks the lake for the keys of the tail only.
 */
final class MergeSql {
    // Written out at each place and not made columns: so they cost nothing in the rows of the lake that stay as they
    // are.
    private static final String BEGIN = "element_at(openings, nullif(n, 0)).";
    private static final String END = "element_at(closings, nullif(n, 0)).";
    private static final String GOING_ON = "element_at(closings, nullif(taken, 0)).";

    private final List<ColumnSql> columns;
    private final KeySql key;
    private final TailSql tail;
    private final boolean isNow;

    /**
     * The merge for a view.
     *
     * @param isNow whether only the current versions are wanted
     */
    MergeSql(List<ColumnSql> columns, KeySql key, TailSql tail, boolean isNow) {
        this.columns = columns;
        this.key = key;
        this.tail = tail;
        this.isNow = isNow;
    }

    /** The common table expressions that {@link #rows} reads. */
    String expressions() {
        return "held AS (" + held() + "),\nmerged AS (" + merged() + "),\nbased AS (" + based() + "),\nunheld AS ("
                + unheld() + ")";
    }

    /** The rows, with columns c0, c1, ... and those of an SCD2 table, but for {@code is_current}. */
    String rows() {
        return kept() + "\nUNION ALL\n" + added();
    }

    /**
     * Seen: how many versions of the tail began before what the lake holds of the key. Cut: the truncation that ends the
     * lake's current version before the tail has a change of the key.
     */
    private String held() {
        return "SELECT *, cardinality(filter(openings, s -> s.sort_key <= last_order_key || '1')) AS seen, CASE WHEN is_current"
                + " THEN element_at(filter(truncations, t -> t.order_key > last_order_key AND coalesce(t.order_key <"
                + " element_at(openings, 1).order_key, true)), 1) END AS cut FROM (SELECT *,"
                + " t[1] AS first_moment, t[2] AS openings, t[3] AS closings FROM (SELECT l.*, f.truncations, CASE WHEN"
                + " l.is_current THEN element_at(f.tails, " + key.whole("l.")
                + ") END AS t FROM lake l CROSS JOIN folded f"
                + (isNow ? " WHERE l.is_current" : "") + "))";
    }

    /** Taken: the version of the tail that is the lake's current one, by number; 0 when it is none of them. */
    private String merged() {
        var next = "element_at(openings, seen + 1)";
        return "SELECT *, CASE WHEN openings IS NULL OR cut IS NOT NULL THEN 0 WHEN " + next
                + ".op <> 'd' AND coalesce(NOT element_at(closings,"
                + " nullif(seen, 0)).ended, true) AND NOT " + next + ".changed_unseen AND " + tail.compared("", false)
                + " IS NOT DISTINCT FROM " + tail.compared(next + ".", false)
                + " THEN seen + 1 ELSE seen END AS taken FROM held";
    }

    /** Base: no version of the tail begins before it. */
    private String based() {
        return "SELECT *, CASE WHEN taken = 0 THEN greatest(effective_start_ts, coalesce(cut.moment, first_moment),"
                + " first_moment) ELSE effective_start_ts END AS base,"
                + " coalesce(taken = 0 AND cut IS NULL AND element_at(openings, 1).op = 'd', false) AS deletes FROM merged";
    }

    /**
     * The keys of the tail of which the lake has no current version. The tail's columns are part of the group, though they
     * depend on the key: {@code arbitrary} would count the whole page that they stand in once per key.
     */
    private String unheld() {
        return "SELECT *, greatest(ended_until, CASE seen WHEN 0 THEN first_moment ELSE " + TailSql.NEVER
                + " END) AS base FROM (SELECT *, cardinality(filter(openings, s -> s.sort_key <= held_until)) AS seen FROM (SELECT "
                + key.names("t.") + ", t.openings, t.closings, t.first_moment,"
                + " coalesce(max(l.last_order_key || '0'), '') AS held_until, coalesce(max(l.effective_end_ts), "
                + TailSql.NEVER
                + ") AS ended_until, coalesce(bool_or(l.is_current), false) AS is_held FROM (SELECT lake.* FROM lake CROSS JOIN UNNEST(ARRAY[1])) l RIGHT JOIN tail t ON "
                + key.joined("l.", "t.") + " WHERE t.first_moment IS NOT NULL GROUP BY " + key.names("t.")
                + ", t.openings, t.closings, t.first_moment) WHERE NOT is_held)";
    }

    /** The rows of the lake, the current ones with what the tail makes of them. */
    private String kept() {
        return "SELECT "
                + columns.stream()
                        .map(column -> key.partOf(column).isEmpty()
                                ? either(column.alias(), column.alias()) + " AS " + column.alias()
                                : key.partOf(column) + " AS " + column.alias())
                        .collect(Collectors.joining(", "))
                + ", CASE n WHEN 0 THEN effective_start_ts ELSE " + begins() + " END AS effective_start_ts"
                + ", CASE WHEN n > 0 THEN " + ends()
                + " WHEN cut IS NOT NULL THEN greatest(effective_start_ts, cut.moment) WHEN openings IS NULL THEN effective_end_ts"
                + " WHEN taken = 0 THEN base WHEN " + GOING_ON + "ended THEN greatest(base, "
                + GOING_ON + "ended_at)"
                + " ELSE greatest(base, element_at(openings, taken + 1).begins) END AS effective_end_ts"
                + ", CASE WHEN n > 0 THEN " + END + "ended"
                + " WHEN cut IS NOT NULL THEN true WHEN openings IS NULL THEN is_deleted WHEN taken = 0 THEN deletes ELSE "
                + GOING_ON + "ended END AS is_deleted"
                + ", CASE n WHEN 0 THEN row_hash END AS row_hash"
                + ", " + either("version_order_key", "order_key") + " AS version_order_key"
                + ", " + either("event_id", "event_id") + " AS event_id"
                + ", CASE n WHEN 0 THEN run_id END AS run_id"
                + ", CASE WHEN n > 0 THEN " + END + "last_order_key"
                + " WHEN cut IS NOT NULL THEN cut.order_key WHEN openings IS NULL THEN last_order_key WHEN deletes THEN"
                + " element_at(closings, 1).last_order_key WHEN taken = 0 THEN last_order_key ELSE"
                + " greatest(last_order_key, " + GOING_ON + "last_order_key) END AS last_order_key"
                + ", " + either("special_values", "special_values") + " AS special_values"
                + ", CASE n WHEN 0 THEN 'lake' ELSE 'tail' END AS lane FROM "
                + numbered("based", "taken + 1 + CASE WHEN deletes THEN 1 ELSE 0 END", true);
    }

    /** The versions of keys that the lake does not hold. */
    private String added() {
        return "SELECT "
                + columns.stream()
                        .map(column -> (key.partOf(column).isEmpty() ? BEGIN + column.alias() : key.partOf(column))
                                + " AS " + column.alias())
                        .collect(Collectors.joining(", "))
                + ", " + begins() + ", " + ends() + ", " + END + "ended, CAST(NULL AS varchar), " + BEGIN
                + "order_key, "
                + BEGIN + "event_id, CAST(NULL AS varchar), " + END + "last_order_key, " + BEGIN
                + "special_values, 'tail' FROM "
                + numbered("unheld", "seen + 1", false);
    }

    /**
     * Rows with the numbers {@code n} of their versions in the tail, from the first wanted on. Of what is current only the
     * last one can be.
     *
     * @param withLake whether the row itself is one, with the number 0
     */
    private String numbered(String rows, String first, boolean withLake) {
        var last = "cardinality(openings)";
        var isBehind = first + " <= " + last;
        var sequence = "sequence(" + first + ", " + last + ")";
        return isNow
                ? "(SELECT *, CASE WHEN " + isBehind + " THEN " + last + " ELSE 0 END AS n FROM " + rows + ")"
                        + (withLake ? "" : " WHERE n > 0")
                : rows + " CROSS JOIN UNNEST(CASE WHEN " + isBehind + " THEN "
                        + (withLake ? "0 || " + sequence + " ELSE ARRAY[BIGINT '0']" : sequence) + " END) AS u(n)";
    }

    private static String either(String stored, String field) {
        return "CASE n WHEN 0 THEN " + stored + " ELSE " + BEGIN + field + " END";
    }

    private static String begins() {
        return "greatest(base, " + BEGIN + "begins)";
    }

    private static String ends() {
        return "CASE WHEN " + END + "ended THEN greatest(base, " + BEGIN + "begins, " + END
                + "ended_at) ELSE greatest(base, element_at(openings, n + 1).begins) END";
    }
}
