package io.lakehouse.stream.raw;

import static io.lakehouse.stream.raw.Envelopes.AUDIT;
import static io.lakehouse.stream.raw.Envelopes.EVENT_MICROS;
import static io.lakehouse.stream.raw.Envelopes.ORDERS;
import static io.lakehouse.stream.raw.Envelopes.PRICES;
import static io.lakehouse.stream.raw.Envelopes.STOCK;
import static io.lakehouse.stream.raw.Envelopes.change;
import static io.lakehouse.stream.raw.Envelopes.column;
import static io.lakehouse.stream.raw.Envelopes.deletedForKey;
import static io.lakehouse.stream.raw.Envelopes.envelope;
import static io.lakehouse.stream.raw.Envelopes.lateRead;
import static io.lakehouse.stream.raw.Envelopes.message;
import static io.lakehouse.stream.raw.Envelopes.route;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.lakehouse.contract.change.MalformedChangeException;
import io.lakehouse.contract.change.Operation;
import io.lakehouse.contract.declaration.Column;
import io.lakehouse.contract.declaration.ColumnType;
import io.lakehouse.contract.declaration.TableShape;
import io.lakehouse.contract.declaration.TypeName;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ChangeReaderTest {
    private static final String ROW = "{\"id\":1,\"customer\":\"Ada\",\"price\":\"1.50\"}";

    private final ChangeReader reader = new ChangeReader(List.of(route(ORDERS), route(STOCK), route(AUDIT)));

    @Test
    void an_update_is_read_with_everything_that_identifies_and_orders_it() {
        var event = reader.read(change(ORDERS, "u", 7, ROW, ROW)).event();

        assertThat(event.table()).isEqualTo(ORDERS);
        assertThat(event.operation()).isEqualTo(Operation.UPDATE);
        assertThat(event.epoch()).isEqualTo(3);
        assertThat(event.lsn()).isEqualTo(107);
        assertThat(event.transaction()).isEqualTo("771");
        assertThat(event.eventMicros()).isEqualTo(EVENT_MICROS);
        assertThat(event.position().offset()).isEqualTo(7);
        assertThat(event.keyText()).isEqualTo("1:1");
    }

    @Test
    void a_value_of_a_column_that_is_excluded_by_now_is_not_read_and_so_need_not_fit() {
        var price = ORDERS.column("price").absent(true);
        var columns = ORDERS.columns().stream()
                .map(column -> column.name().equals("price") ? price : column)
                .toList();
        var shape = new TableShape(ORDERS.schema(), ORDERS.table(), columns, ORDERS.key());
        var writer = new ChangeReader(List.of(route(shape)), true);

        var event = writer.read(change(ORDERS, "c", 7, "null", ROW.replace("1.50", "cheap")))
                .event();

        assertThat(event.after().values()).containsOnlyKeys("id", "customer");
    }

    @Test
    void a_row_that_is_read_late_stands_where_its_capture_begins_and_one_of_the_first_snapshot_before_the_stream() {
        var late = reader.read(lateRead(ORDERS, 7, 107, ROW)).event();
        var first = reader.read(change(ORDERS, "r", 7, "null", ROW)).event();

        assertThat(late.orderKey()).hasToString("00000003-1-000000000000006b");
        assertThat(first.orderKey()).hasToString("00000003-0-000000000000006b");
    }

    @Test
    void a_row_that_is_read_late_comes_before_each_change_that_was_captured_since() {
        var late = reader.read(lateRead(ORDERS, 9, 107, ROW)).event();
        var changed = reader.read(change(ORDERS, "u", 8, ROW, ROW)).event();

        assertThat(late.orderKey()).isLessThan(changed.orderKey());
    }

    @Test
    void a_row_whose_key_is_only_written_in_another_notation_is_not_deleted_from_current() {
        var prices = new ChangeReader(List.of(route(PRICES)));
        var before = "{\"amount\":\"1.00\",\"note\":null}";

        var rewritten = prices.read(deletedForKey(PRICES, 7, before, "{\"amount\":\"1.0\"}"));
        var moved = prices.read(deletedForKey(PRICES, 7, before, "{\"amount\":\"1.01\"}"));
        var unreadable = prices.read(deletedForKey(PRICES, 7, before, "Struct{amount=1.0}"));

        assertThat(rewritten.route().currentTopic()).isEmpty();
        assertThat(rewritten.route().historyTopic()).isEqualTo("history.public.prices");
        assertThat(moved.route()).isEqualTo(route(PRICES));
        assertThat(unreadable.route()).isEqualTo(route(PRICES));
    }

    @Test
    void the_new_key_of_a_delete_may_have_several_columns_and_any_text() {
        var before = "{\"warehouse\":1,\"sku\":\"a\\n\\\"b\",\"pieces\":4}";

        var same = reader.read(deletedForKey(STOCK, 7, before, "{\"warehouse\":1,\"sku\":\"a\n\\\"b\"}"));

        assertThat(same.route().currentTopic()).isEmpty();
    }

    @Test
    void the_images_keep_their_bytes() {
        var before = "{ \"id\" : 1,\"customer\":\"\\u00c4da \\\"}{\\\" 鰻\", \"price\":\"1.50\" }";
        var after = "{\"price\":12345678901234567890.10, \"id\":1,\"customer\":{\"nested\":[1, {}]}}";

        var change = reader.read(change(ORDERS, "u", 7, before, after));

        assertThat(change.beforeJson()).isEqualTo(before);
        assertThat(change.afterJson()).isEqualTo(after);
    }

    @Test
    void a_number_keeps_the_digits_that_it_was_written_with() {
        var after = "{\"id\":1,\"price\":12345678901234567890.10}";

        var event = reader.read(change(ORDERS, "c", 7, "null", after)).event();

        assertThat(event.after().value("price")).isEqualTo("12345678901234567890.10");
    }

    @Test
    void a_renamed_column_has_the_stores_name_in_the_change_and_the_sources_in_its_images() {
        var renamed = new TableShape(
                "public",
                "orders",
                List.of(
                        new Column("number", "id", ColumnType.of(TypeName.BIGINT), false, true),
                        column("customer", TypeName.TEXT)),
                List.of("number"));

        var change = new ChangeReader(List.of(route(renamed))).read(change(renamed, "c", 7, "null", ROW));

        assertThat(change.event().after().value("number")).isEqualTo("1");
        assertThat(change.event().after().values()).doesNotContainKey("id");
        assertThat(change.event().eventId())
                .isEqualTo(
                        reader.read(change(ORDERS, "c", 7, "null", ROW)).event().eventId());
        assertThat(change.afterJson()).isEqualTo(ROW);
    }

    @Test
    void a_nested_value_is_taken_as_the_json_that_it_is_written_in() {
        var documents = new TableShape("public", "documents", List.of(column("body", TypeName.JSON)), List.of());

        var event = new ChangeReader(List.of(route(documents)))
                .read(change(documents, "c", 7, "null", "{\"body\":{\"a\": [1.0, null]}}"))
                .event();

        assertThat(event.after().value("body")).isEqualTo("{\"a\": [1.0, null]}");
    }

    @Test
    void null_and_the_empty_text_and_an_absent_column_are_told_apart() {
        var event = reader.read(change(ORDERS, "u", 7, "{\"id\":1,\"customer\":null}", "{\"id\":1,\"customer\":\"\"}"))
                .event();

        assertThat(event.before().values()).containsEntry("customer", null).doesNotContainKey("price");
        assertThat(event.after().value("customer")).isEmpty();
    }

    @Test
    void a_snapshot_row_comes_without_a_transaction() {
        var value = envelope(ORDERS, "r", 107, "null", ROW).replace("\"txId\":771", "\"txId\":null");

        var event = reader.read(message(ORDERS, 7, value)).event();

        assertThat(event.transaction()).isEmpty();
        assertThat(event.orderKey()).hasToString("00000003-0-000000000000006b");
    }

    @Test
    void a_truncation_has_no_images() {
        var change = reader.read(change(ORDERS, "t", 7, "null", "null"));

        assertThat(change.event().operation()).isEqualTo(Operation.TRUNCATE);
        assertThat(change.beforeJson()).isNull();
        assertThat(change.afterJson()).isNull();
    }

    @Test
    void a_column_that_the_shape_does_not_know_does_not_disturb() {
        var after = "{\"id\":1,\"added\":{\"later\":true}}";

        var change = reader.read(change(ORDERS, "c", 7, "null", after));

        assertThat(change.afterJson()).isEqualTo(after);
    }

    @Test
    void a_text_of_megabytes_is_read_whole() {
        var text = "x".repeat(30_000_000);

        var event = reader.read(change(ORDERS, "c", 7, "null", "{\"id\":1,\"customer\":\"" + text + "\"}"))
                .event();

        assertThat(event.after().value("customer")).hasSize(text.length());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("unreadable")
    void what_cannot_be_read_is_refused_with_its_reason(String reason, RawMessage message) {
        assertThatExceptionOfType(MalformedChangeException.class)
                .isThrownBy(() -> reader.read(message))
                .withMessageContaining(reason);
    }

    static Stream<Arguments> unreadable() {
        return Unreadable.all().stream().map(letter -> arguments(letter.reason(), letter.raw()));
    }

    @Test
    void unavailable_bytes_are_recognised_in_base64() {
        var files = new TableShape("public", "files", List.of(column("body", TypeName.BYTEA)), List.of());
        var unavailable = "{\"body\":\"AHVuYXZhaWxhYmxlOiBuZWVkcyBSRVBMSUNBIElERU5USVRZIEZVTEw=\"}";

        assertThatExceptionOfType(MalformedChangeException.class)
                .isThrownBy(
                        () -> new ChangeReader(List.of(route(files))).read(change(files, "c", 7, "null", unavailable)))
                .withMessageContaining("REPLICA IDENTITY FULL");
    }

    @Test
    void two_routes_for_one_table_are_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ChangeReader(List.of(route(ORDERS), route(ORDERS))))
                .withMessage("public.orders has two routes");
    }
}
