package io.lakehouse.platform.query.live;

import io.lakehouse.contract.declaration.TableShape;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What holds for the whole table: {@code frame} is one row with the truncations of the tail, and none but a failure when
 * Kafka has deleted what is not in the lake.
 */
final class FrameSql {
    private final TableShape shape;
    private final String pipeline;
    private final String rawTopic;
    private final String positions;
    private final List<TailBound> bounds;

    /**
     * The frame of a table.
     *
     * @param rawTopic name of its topic in Kafka
     * @param positions the topic as SQL names it, without fields of messages
     */
    FrameSql(TableShape shape, String pipeline, String rawTopic, String positions, List<TailBound> bounds) {
        this.shape = shape;
        this.pipeline = pipeline;
        this.rawTopic = rawTopic;
        this.positions = positions;
        this.bounds = bounds;
    }

    /** The common table expressions, the last of which is {@code frame}. */
    String expressions() {
        return "standing AS (" + standing() + "),\nframe AS (SELECT " + EnvelopeSql.truncations("truncated")
                + " AS truncations FROM (SELECT map_agg(truncation, moment) AS truncated"
                + bounds.stream().map(FrameSql::looks).collect(Collectors.joining()) + " FROM standing) WHERE CASE"
                + bounds.stream().map(this::guard).collect(Collectors.joining()) + " ELSE true END)";
    }

    /** From the last published message on: that it is still there tells that nothing behind it is gone. */
    private String standing() {
        var isTruncation = "_key_length = 0 AND _message_length > 0 AND json_extract_scalar(_message, '$.op') = 't'"
                + " AND json_extract_scalar(_message, '$.source.schema') = " + Sql.text(shape.schema())
                + " AND json_extract_scalar(_message, '$.source.table') = " + Sql.text(shape.table()) + " AND "
                + EnvelopeSql.IS_FOR_BRONZE;
        return bounds.stream()
                .map(bound -> "SELECT _partition_id, _partition_offset, CASE WHEN _partition_offset >= " + bound.from()
                        + " AND " + isTruncation + " THEN " + EnvelopeSql.orderKey("'t'", number("lsn"), "''")
                        + " END AS truncation, CASE WHEN " + isTruncation + " THEN "
                        + EnvelopeSql.moment(number("ts_us"))
                        + " END AS moment FROM " + positions + " WHERE _partition_id = "
                        + bound.partition() + " AND _partition_offset >= "
                        + (bound.published() == 0 ? bound.from() : bound.published() - 1))
                .collect(Collectors.joining(" UNION ALL "));
    }

    private static String number(String field) {
        return "CAST(json_extract_scalar(_message, '$.source." + field + "') AS bigint)";
    }

    private static String looks(TailBound bound) {
        var isOf = "_partition_id = " + bound.partition() + " AND _partition_offset ";
        return ", count_if(" + isOf + "= " + (bound.published() - 1) + ") AS last_" + bound.partition()
                + ", min(CASE WHEN " + isOf + ">= " + bound.from() + " THEN _partition_offset END) AS first_"
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
