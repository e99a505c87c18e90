package io.lakehouse.platform.query.live;

import java.nio.charset.StandardCharsets;

/** Meaning of a raw message in Trino's SQL: what {@code ChangeReader} reads of it. */
final class EnvelopeSql {
    /** Incarnation of the replication slot; NULL where the bronze lane makes a dead letter of the message. */
    static final String EPOCH = "try_cast(from_utf8(element_at(element_at(_headers, 'lakehouse.epoch'), 1)) AS bigint)";

    /** A message that was put back for other lanes was read by this one before. */
    static final String IS_FOR_BRONZE = "(element_at(_headers, 'lakehouse.lanes') IS NULL OR contains("
            + "split(from_utf8(element_at(_headers, 'lakehouse.lanes')[1]), ','), 'bronze'))";

    private EnvelopeSql() {}

    /** As {@code OrderKey} writes it; {@code epoch} is the column of {@link #EPOCH}. */
    static String orderKey(String op, String lsn, String snapshot) {
        return "lpad(to_base(epoch, 16), 8, '0') || CASE WHEN " + op + " = 'r' AND coalesce(" + snapshot
                + ", '') <> 'incremental' OR " + op + " = 't' AND " + lsn
                + " = 0 THEN '-0-' ELSE '-1-' END || lpad(to_base("
                + lsn + ", 16), 16, '0')";
    }

    /**
     * As {@code EventId} makes it, of the columns {@code epoch}, {@code lsn}, {@code _key} and {@code op}; the key of a
     * message is the text of the row's key.
     *
     * @param table name of the table, with its schema
     */
    static String eventId(String table) {
        return "lower(to_hex(substr(sha256(to_utf8(" + encoded("CAST(epoch AS varchar)") + " || "
                + encoded("CAST(lsn AS varchar)") + " || "
                + Sql.text(table.getBytes(StandardCharsets.UTF_8).length + ":" + table) + " || " + encoded("_key")
                + " || '1:' || op)), 1, 16)))";
    }

    private static String encoded(String text) {
        return "CAST(length(to_utf8(" + text + ")) AS varchar) || ':' || " + text;
    }

    /** The source's commit time, from microseconds since 1970-01-01T00:00:00Z. */
    static String moment(String micros) {
        return "CAST(from_unixtime_nanos(" + micros + " * 1000) AS timestamp(6) with time zone)";
    }

    /** An image as a map of the source's names to texts. */
    static String image(String json) {
        return "CAST(json_parse(" + json + ") AS map(varchar, varchar))";
    }

    /** Truncations in their order, of a map of their order keys to their moments. */
    static String truncations(String map) {
        return "array_sort(CAST(map_entries(" + map
                + ") AS array(ROW(order_key varchar, moment timestamp(6) with time zone))))";
    }
}
