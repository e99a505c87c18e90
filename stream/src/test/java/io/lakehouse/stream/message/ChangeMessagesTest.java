package io.lakehouse.stream.message;

import static io.lakehouse.stream.raw.Envelopes.AUDIT;
import static io.lakehouse.stream.raw.Envelopes.ORDERS;
import static io.lakehouse.stream.raw.Envelopes.STOCK;
import static io.lakehouse.stream.raw.Envelopes.change;
import static io.lakehouse.stream.raw.Envelopes.column;
import static io.lakehouse.stream.raw.Envelopes.route;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.lakehouse.contract.change.ChangeEvent;
import io.lakehouse.contract.declaration.TableShape;
import io.lakehouse.contract.declaration.TypeName;
import io.lakehouse.contract.job.TableRoute;
import io.lakehouse.stream.raw.ChangeReader;
import io.lakehouse.stream.raw.RawMessage;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChangeMessagesTest {
    private static final String OLD = "{\"id\":1,\"customer\":null,\"price\":\"1.50\"}";
    private static final String NEW = "{\"id\":1,\"customer\":\"\",\"price\":\"12345678901234567890.10\"}";

    @Test
    void an_update_gives_a_current_and_a_history_message() {
        var change = change(ORDERS, "u", 7, OLD, NEW);
        var eventId = event(route(ORDERS), change).eventId();

        var messages = messages(route(ORDERS), change);

        assertThat(messages)
                .extracting(OutgoingMessage::topic)
                .containsExactly("current.public.orders", "history.public.orders");
        assertThat(messages).extracting(ChangeMessagesTest::key).containsExactly("1:1", "1:1");
        assertThat(value(messages.get(0)))
                .isEqualTo("{\"id\":1,\"customer\":\"\",\"price\":\"12345678901234567890.10\",\"is_deleted\":false,"
                        + "\"op\":\"u\",\"event_timestamp\":1767261600123456,"
                        + "\"order_key\":\"00000003-1-000000000000006b\",\"event_id\":\"" + eventId + "\"}");
        assertThat(value(messages.get(1)))
                .isEqualTo("{\"record_id\":1,\"op\":\"u\",\"op_description\":\"UPDATE\","
                        + "\"before_id\":1,\"before_customer\":null,\"before_price\":\"1.50\","
                        + "\"after_id\":1,\"after_customer\":\"\",\"after_price\":\"12345678901234567890.10\","
                        + "\"event_timestamp\":1767261600123456,"
                        + "\"order_key\":\"00000003-1-000000000000006b\",\"event_id\":\"" + eventId + "\"}");
    }

    @Test
    void a_delete_keeps_the_last_row_and_marks_it() {
        var messages = messages(route(ORDERS), change(ORDERS, "d", 7, OLD, "null"));

        assertThat(value(messages.get(0)))
                .startsWith("{\"id\":1,\"customer\":null,\"price\":\"1.50\",\"is_deleted\":true,\"op\":\"d\",");
        assertThat(value(messages.get(1)))
                .contains("\"op_description\":\"DELETE\"")
                .contains("\"after_id\":null,\"after_customer\":null,\"after_price\":null");
    }

    @Test
    void a_composite_key_is_the_record_id_as_its_key_text() {
        var row = "{\"sku\":\"é:1\",\"pieces\":4,\"warehouse\":12}";

        var messages = messages(route(STOCK), change(STOCK, "c", 7, "null", row));

        assertThat(messages).extracting(ChangeMessagesTest::key).containsOnly("2:124:é:1");
        assertThat(value(messages.get(1))).startsWith("{\"record_id\":\"2:124:é:1\",\"op\":\"c\",");
    }

    @Test
    void a_truncation_goes_to_history_alone_without_a_record_id() {
        var messages = messages(route(ORDERS), change(ORDERS, "t", 7, "null", "null"));

        assertThat(messages).extracting(OutgoingMessage::topic).containsExactly("history.public.orders");
        assertThat(value(messages.get(0)))
                .startsWith("{\"record_id\":null,\"op\":\"t\",\"op_description\":\"TRUNCATE\",\"before_id\":null,");
    }

    @Test
    void a_table_without_a_key_has_history_alone_under_the_raw_key() {
        var messages = messages(route(AUDIT), change(AUDIT, "c", 7, "null", "{\"note\":\"hi\"}"));

        assertThat(messages).extracting(OutgoingMessage::topic).containsExactly("history.public.audit");
        assertThat(key(messages.get(0))).isEqualTo("{\"raw\":1}");
    }

    @ParameterizedTest
    @CsvSource({"current,'',1", "'',history,1", "'','',0"})
    void a_lane_without_a_topic_is_off(String current, String history, int count) {
        var route = new TableRoute(ORDERS, "raw", current, history, "orders");

        var messages = messages(route, change(ORDERS, "u", 7, OLD, NEW));

        assertThat(messages).hasSize(count).extracting(OutgoingMessage::topic).doesNotContain("");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '\'',
            delimiter = ';',
            textBlock =
                    """
            SMALLINT;    -32768;                          -32768
            BIGINT;      9223372036854775807;             9223372036854775807
            NUMERIC;     "1.50";                          "1.50"
            NUMERIC;     "-0.00";                         "-0.00"
            NUMERIC;     "123456789012345678901234567890.123456789012345678901234567890"; "123456789012345678901234567890.123456789012345678901234567890"
            REAL;        0.1;                             0.1
            DOUBLE;      0.30000000000000004;             0.30000000000000004
            DOUBLE;      "NaN";                           "NaN"
            DOUBLE;      "-Infinity";                     "-Infinity"
            BOOLEAN;     true;                            true
            BOOLEAN;     false;                           false
            TEXT;        "";                              ""
            TEXT;        "a\\"b\\n鰻";                     "a\\"b\\n鰻"
            UUID;        "7f1c1d0e-0000-4000-8000-000000000001"; "7f1c1d0e-0000-4000-8000-000000000001"
            JSON;        "{\\"a\\": 1.0}";                "{\\"a\\": 1.0}"
            BYTEA;       "AAEC";                          "AAEC"
            DATE;        "2026-01-01Z";                   "2026-01-01"
            DATE;        "2026-01-01";                    "2026-01-01"
            DATE;        "-0043-03-15";                   "-0043-03-15"
            TIME;        "24:00:00";                      "24:00:00"
            TIMETZ;      "04:05:06.50+02";                "04:05:06.5+02"
            INTERVAL;    "P0Y14M0DT0H0M0S";               "P1Y2M"
            INET;        "10.0.0.0/8";                    "10.0.0.0/8"
            TIMESTAMP;   "2026-01-01T10:00:00.123456Z";   1767261600123456
            TIMESTAMPTZ; "2026-01-01T11:00:00.123456+01:00"; 1767261600123456
            TIMESTAMPTZ; "9999-12-31T23:59:59.999999Z";   253402300799999999
            INTEGER;     null;                            null
            NUMERIC;     null;                            null
            TEXT;        null;                            null
            """)
    void a_value_of_each_type_has_one_encoding(TypeName type, String captured, String encoded) {
        var table =
                new TableShape("public", "t", List.of(column("id", TypeName.BIGINT), column("v", type)), List.of("id"));

        var messages = messages(route(table), change(table, "c", 7, "null", "{\"id\":1,\"v\":" + captured + "}"));

        assertThat(value(messages.get(0))).startsWith("{\"id\":1,\"v\":" + encoded + ",\"is_deleted\"");
        assertThat(value(messages.get(1))).contains("\"after_v\":" + encoded + ",\"event_timestamp\"");
    }

    @Test
    void a_value_that_its_column_cannot_hold_is_null_and_among_the_special_values() {
        var table = new TableShape(
                "public",
                "t",
                List.of(column("id", TypeName.BIGINT), column("price", TypeName.NUMERIC), column("day", TypeName.DATE)),
                List.of("id"));

        var messages = messages(
                route(table),
                change(
                        table,
                        "u",
                        7,
                        "{\"id\":1,\"price\":\"NaN\",\"day\":\"2026-01-01\"}",
                        "{\"id\":1,\"price\":\"-Infinity\",\"day\":\"infinity\"}"));

        assertThat(value(messages.get(0)))
                .startsWith("{\"id\":1,\"price\":null,\"day\":null,\"special_values\":"
                        + "\"{\\\"price\\\":\\\"-Infinity\\\",\\\"day\\\":\\\"infinity\\\"}\",\"is_deleted\":false,");
        assertThat(value(messages.get(1)))
                .contains("\"before_price\":null,\"before_day\":\"2026-01-01\","
                        + "\"before_special_values\":\"{\\\"price\\\":\\\"NaN\\\"}\",")
                .contains("\"after_special_values\":\"{\\\"price\\\":\\\"-Infinity\\\",");
    }

    @Test
    void a_key_that_can_be_special_travels_as_its_text_too() {
        var table = new TableShape("public", "t", List.of(column("amount", TypeName.NUMERIC)), List.of("amount"));

        assertThat(value(messages(route(table), change(table, "c", 7, "null", "{\"amount\":\"1.00\"}"))
                        .get(0)))
                .startsWith("{\"amount\":\"1.00\",\"key_text\":\"1:1\",\"is_deleted\"");
        assertThat(value(messages(route(table), change(table, "c", 7, "null", "{\"amount\":\"NaN\"}"))
                        .get(0)))
                .startsWith(
                        "{\"amount\":null,\"special_values\":\"{\\\"amount\\\":\\\"NaN\\\"}\",\"key_text\":\"3:NaN\",");
    }

    @Test
    void a_column_with_the_name_of_a_field_is_refused_where_it_would_be_hidden() {
        var table = new TableShape(
                "public", "t", List.of(column("id", TypeName.BIGINT), column("op", TypeName.TEXT)), List.of("id"));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> ChangeMessages.requireDistinctNames(route(table)))
                .withMessageContaining("public.t: column \"op\"");
        ChangeMessages.requireDistinctNames(new TableRoute(table, "raw", "", "history", "t"));
    }

    private static List<OutgoingMessage> messages(TableRoute route, RawMessage message) {
        return ChangeMessages.of(route, event(route, message), message.key());
    }

    private static ChangeEvent event(TableRoute route, RawMessage message) {
        return new ChangeReader(List.of(route)).read(message).event();
    }

    private static String key(OutgoingMessage message) {
        return new String(message.key(), StandardCharsets.UTF_8);
    }

    private static String value(OutgoingMessage message) {
        return new String(message.value(), StandardCharsets.UTF_8);
    }
}
