package io.lakehouse.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.lakehouse.contract.change.KeyText;
import io.lakehouse.contract.change.Row;
import io.lakehouse.contract.declaration.Column;
import io.lakehouse.contract.declaration.ColumnType;
import io.lakehouse.contract.declaration.TableShape;
import io.lakehouse.contract.declaration.TypeName;
import io.lakehouse.contract.job.RawKeys;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeyTextConverterTest {
    private static final String TOPIC = "sales.public.orders";

    private final KeyTextConverter converter = new KeyTextConverter();

    @Test
    void the_columns_stand_in_key_order_whatever_order_the_struct_has() {
        configure(column("region", TypeName.TEXT), column("id", TypeName.BIGINT));
        var schema = SchemaBuilder.struct()
                .field("id", Schema.INT64_SCHEMA)
                .field("region", Schema.STRING_SCHEMA)
                .build();

        var key = convert(schema, new Struct(schema).put("id", 5042L).put("region", "Zoë"));

        assertThat(key).isEqualTo("4:Zoë4:5042");
    }

    @ParameterizedTest
    @CsvSource({"1.0, 1.00", "1e2, 100", "-0, 0.000", "0.10, .1"})
    void equal_numerics_are_equal_bytes(String one, String other) {
        configure(column("id", TypeName.NUMERIC));

        assertThat(text("id", one)).isEqualTo(text("id", other));
    }

    @ParameterizedTest
    @CsvSource({
        "TEXT, 1.0, 3:1.0",
        "UUID, 6f0e5ab9-2a4c-4b0e-9f5d-000000000001, 36:6f0e5ab9-2a4c-4b0e-9f5d-000000000001",
        "TIMESTAMPTZ, 2026-01-01T00:00:00.000001Z, 16:1767225600000001",
        "TIMESTAMP, 2026-01-01T00:00:00.000001, 16:1767225600000001",
        "DATE, 2026-01-01Z, 5:20454",
        "BYTEA, AAEC, 4:AAEC",
    })
    void a_captured_text_is_read_by_the_declared_type(TypeName type, String captured, String expected) {
        configure(column("id", type));

        assertThat(text("id", captured)).isEqualTo(expected);
    }

    @Test
    void the_bytes_are_those_of_the_contract() {
        configure(
                column("flag", TypeName.BOOLEAN), column("ratio", TypeName.DOUBLE), column("small", TypeName.SMALLINT));
        var schema = SchemaBuilder.struct()
                .field("flag", Schema.BOOLEAN_SCHEMA)
                .field("ratio", Schema.FLOAT64_SCHEMA)
                .field("small", Schema.INT16_SCHEMA)
                .build();
        var shape = new TableShape(
                "public",
                "orders",
                List.of(
                        column("flag", TypeName.BOOLEAN),
                        column("ratio", TypeName.DOUBLE),
                        column("small", TypeName.SMALLINT)),
                List.of("flag", "ratio", "small"));

        var key = convert(
                schema, new Struct(schema).put("flag", true).put("ratio", 1e10).put("small", (short) -3));

        assertThat(key).isEqualTo(KeyText.of(shape, new Row(Map.of("flag", "true", "ratio", "1.0E10", "small", "-3"))));
    }

    @Test
    void a_value_that_is_none_of_its_type_does_not_stop_the_capture() {
        configure(column("id", TypeName.BIGINT));

        assertThat(text("id", "not a number")).isEqualTo("12:not a number");
    }

    @Test
    void a_change_without_a_key_has_none() {
        configure(column("id", TypeName.BIGINT));

        assertThat(converter.fromConnectData(TOPIC, null, null)).isNull();
    }

    @Test
    void a_key_of_no_declared_table_has_the_texts_of_its_fields() {
        configure(column("id", TypeName.BIGINT));
        var schema = SchemaBuilder.struct()
                .field("serverName", Schema.STRING_SCHEMA)
                .field("bytes", Schema.BYTES_SCHEMA)
                .build();

        var key = converter.fromConnectData(
                "__debezium-heartbeat.sales",
                schema,
                new Struct(schema).put("serverName", "sales").put("bytes", new byte[] {0, 1, 2}));

        assertThat(key).asString(StandardCharsets.UTF_8).isEqualTo("5:sales4:AAEC");
    }

    @Test
    void a_wrong_option_is_refused_before_the_first_message() {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> converter.configure(Map.of("keys", "topic:id=MONEY"), true))
                .withMessageContaining("there is no type MONEY");
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> converter.configure(Map.of(), true))
                .withMessageContaining("keys");
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> converter.configure(Map.of("keys", ""), false))
                .withMessageContaining("EnvelopeConverter");
    }

    private void configure(Column... columns) {
        converter.configure(Map.of("keys", RawKeys.write(Map.of(TOPIC, List.of(columns)))), true);
    }

    private String text(String name, String value) {
        var schema = SchemaBuilder.struct().field(name, Schema.STRING_SCHEMA).build();
        return convert(schema, new Struct(schema).put(name, value));
    }

    private String convert(Schema schema, Struct key) {
        return new String(converter.fromConnectData(TOPIC, schema, key), StandardCharsets.UTF_8);
    }

    private static Column column(String name, TypeName type) {
        return new Column(name, ColumnType.of(type), false);
    }
}
