package io.lakehouse.capture.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.json.JsonConverter;
import org.junit.jupiter.api.Test;

/** Connect's own converter says what is right. */
class ConnectJsonTest {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS, DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final JsonConverter connect = new JsonConverter();
    private final ConnectJson ours = new ConnectJson();

    ConnectJsonTest() {
        connect.configure(Map.of("schemas.enable", "false", "replace.null.with.default", "false"), false);
    }

    @Property(tries = 2000)
    void any_value_of_any_schema_is_written_as_connect_writes_it(@ForAll long seed) {
        var random = new RandomValues(seed);
        var schema = random.schema(3);
        var value = random.value(schema);

        var written = tree(ours.bytes(schema, value));

        assertThat(written).isEqualTo(tree(connect.fromConnectData("topic", schema, value)));
    }

    @Test
    void a_value_without_schema_is_written_as_connect_writes_it() {
        var value = new LinkedHashMap<String, Object>();
        value.put("text", "a\"b");
        value.put("numbers", Arrays.asList((byte) 1, (short) 2, 3, 4L, 5.5f, 6.5, null));
        value.put("bool", true);
        value.put("bytes", new byte[] {1, 2, 3});
        value.put("empty", Map.of());
        value.put("none", List.of());

        assertThat(text(ours.bytes(null, value))).isEqualTo(text(connect.fromConnectData("topic", null, value)));
    }

    @Test
    void null_is_never_replaced_by_the_columns_default() {
        var schema = SchemaBuilder.struct()
                .field(
                        "amount",
                        SchemaBuilder.int32().optional().defaultValue(42).build())
                .build();

        assertThat(text(ours.bytes(schema, new Struct(schema)))).isEqualTo("{\"amount\":null}");
    }

    @Test
    void a_required_value_that_is_missing_is_refused() {
        var schema = SchemaBuilder.struct()
                .name("row")
                .field("id", Schema.INT32_SCHEMA)
                .build();

        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> ours.bytes(schema, new Struct(schema)))
                .withMessageContaining("is required");
    }

    @Test
    void a_struct_of_another_schema_is_refused_and_one_of_an_equal_schema_is_not() {
        var row = SchemaBuilder.struct().name("row").field("id", Schema.INT32_SCHEMA);
        var equal = SchemaBuilder.struct()
                .name("row")
                .field("id", Schema.INT32_SCHEMA)
                .build();
        var other = SchemaBuilder.struct()
                .name("other")
                .field("id", Schema.INT32_SCHEMA)
                .build();
        var schema = row.build();

        assertThat(text(ours.bytes(schema, new Struct(equal).put("id", 7)))).isEqualTo("{\"id\":7}");
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> ours.bytes(schema, new Struct(other).put("id", 7)))
                .withMessageContaining("other");
    }

    @Test
    void a_character_outside_of_the_basic_plane_stands_in_utf_8() {
        assertThat(text(ours.bytes(Schema.STRING_SCHEMA, "😀"))).isEqualTo("\"😀\"");
    }

    @Test
    void a_failed_value_leaves_nothing_in_the_next_one() {
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> ours.bytes(Schema.STRING_SCHEMA, "half \ud83d of a pair"))
                .withMessageContaining("surrogate");

        assertThat(text(ours.bytes(Schema.STRING_SCHEMA, "whole"))).isEqualTo("\"whole\"");
    }

    @Test
    void a_value_of_megabytes_is_written_whole() {
        var large = "é\u0001".repeat(2_000_000);

        var written = text(ours.bytes(Schema.STRING_SCHEMA, large));

        assertThat(written).hasSize(2 + 2_000_000 * 7).startsWith("\"é\\u0001é").endsWith("\\u0001\"");
    }

    private static JsonNode tree(byte[] json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(text(json), e);
        }
    }

    private static String text(byte[] json) {
        return new String(json, StandardCharsets.UTF_8);
    }
}
