package io.lakehouse.platform.query.live;

import io.lakehouse.contract.declaration.TableShape;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The one reading of the topic: {@code frame} is one row with the messages behind the bounds, the truncations among them,
 * and what the guard has to know; none but a failure when Kafka has deleted what is not in the lake. In one row, since a
 * reading that two others share would be made twice.
 */
final class FrameSql {
    /**
     * How far apart, in messages, partitions may begin that are read by one scan from the first of their offsets on. To read
     * so many messages again takes less than what another scan takes to be planned and started.
     */
    private static final long NEAR = 2_000;

    private final TableShape shape;
    private final String pipeline;
    private final String rawTopic;
    private final String topic;
    private final List<TailBound> bounds;

    /**
     * The reading of a table.
     *
     * @param rawTopic name of its topic in Kafka
     * @param topic the topic as SQL names it
     */
    FrameSql(TableShape shape, String pipeline, String rawTopic, String topic, List<TailBound> bounds) {
        this.shape = shape;
        this.pipeline = pipeline;
        this.rawTopic = rawTopic;
        this.topic = topic;
        this.bounds = bounds;
    }

    /**
     * The common table expressions, the last of which is {@code frame}.
     *
     * @param withEarlier whether the image before an update is wanted
     */
    String expressions(boolean withEarlier) {
        return "arrived AS (" + arrived() + "),\nplaced AS (" + placed(withEarlier) + "),\nframe AS ("
                + frame(withEarlier) + ")";
    }

    /** From the last published message on: that it is still there tells that nothing behind it is gone. */
    private String arrived() {
        var scans = new ArrayList<List<TailBound>>();
        for (var bound : bounds.stream()
                .sorted(Comparator.comparingLong(FrameSql::begin))
                .toList()) {
            if (scans.isEmpty()
                    || begin(bound) - begin(scans.get(scans.size() - 1).get(0)) > NEAR) {
                scans.add(new ArrayList<>());
            }
            scans.get(scans.size() - 1).add(bound);
        }
        return scans.stream()
                .map(scan -> "SELECT _partition_id, _partition_offset, _key, _headers, op, before, after, lsn, ts_us,"
                        + " snapshot, source_schema, source_table FROM " + topic + " WHERE "
                        + scan.stream()
                                .map(bound -> isFrom(bound, begin(bound)))
                                .collect(Collectors.joining(" OR ")))
                .collect(Collectors.joining(" UNION ALL "));
    }

    private static long begin(TailBound bound) {
        return bound.published() == 0 ? bound.from() : bound.published() - 1;
    }

    private static String isFrom(TailBound bound, long offset) {
        return "_partition_id = " + bound.partition() + " AND _partition_offset >= " + offset;
    }

    /** Counts: it is a change of this table; what is none the bronze lane has put among the dead letters. */
    private String placed(boolean withEarlier) {
        var isBehind =
                bounds.stream().map(bound -> isFrom(bound, bound.from())).collect(Collectors.joining(" OR ", "(", ")"));
        return "SELECT _partition_id, _partition_offset, op, CASE op WHEN 'd' THEN before ELSE after END AS image"
                + (withEarlier ? ", CASE op WHEN 'u' THEN before END AS earlier" : "") + ", "
                + EnvelopeSql.orderKey("op", "lsn", "snapshot") + " AS order_key, " + EnvelopeSql.moment("ts_us")
                + " AS moment, " + EnvelopeSql.eventId(shape.qualifiedName()) + " AS event_id, " + isBehind
                + " AND op IN ('c', 'r', 'u', 'd', 't') AND source_schema = " + Sql.text(shape.schema())
                + " AND source_table = " + Sql.text(shape.table())
                + " AND epoch IS NOT NULL AND lsn IS NOT NULL AND ts_us IS NOT NULL AND " + EnvelopeSql.IS_FOR_BRONZE
                + " AS counts FROM (SELECT *, " + EnvelopeSql.EPOCH + " AS epoch FROM arrived)";
    }

    /** A truncation has no key and counts for every key: all changes know all truncations. */
    private String frame(boolean withEarlier) {
        return "SELECT messages, " + EnvelopeSql.truncations("truncated")
                + " AS truncations FROM (SELECT array_agg(ROW(event_id, op, order_key, moment, image"
                + (withEarlier ? ", earlier" : "")
                + ")) FILTER (WHERE counts AND op <> 't') AS messages, map_agg(order_key, moment) FILTER (WHERE counts AND"
                + " op = 't') AS truncated"
                + bounds.stream().map(FrameSql::looks).collect(Collectors.joining())
                + " FROM placed) WHERE CASE" + bounds.stream().map(this::guard).collect(Collectors.joining())
                + " ELSE true END";
    }

    private static String looks(TailBound bound) {
        var isOf = "_partition_id = " + bound.partition() + " AND _partition_offset ";
        return ", count_if(" + isOf + "= " + (bound.published() - 1) + ") AS last_" + bound.partition()
                + ", min(_partition_offset) FILTER (WHERE " + isOf + ">= " + bound.from() + ") AS first_"
                + bound.partition();
    }

    private String guard(TailBound bound) {
        var number = bound.partition();
        var reason = "topic " + rawTopic + ", partition " + number + ": Kafka has deleted changes of "
                + shape.qualifiedName()
                + " behind offset " + bound.from() + " that are not published; lakehouse batch run " + pipeline
                + " publishes what bronze holds, and makes the views again";
        var isEmptyTooLong = bound.keptUntil().equals(Instant.MAX)
                ? ""
                : " OR first_" + number + " IS NULL AND current_timestamp >= from_iso8601_timestamp("
                        + Sql.text(bound.keptUntil().toString()) + ")";
        return " WHEN last_" + number + " = 0 AND (first_" + number + " > " + bound.from() + isEmptyTooLong
                + ") THEN CAST(fail(" + Sql.text(reason) + ") AS boolean)";
    }
}
