package io.lakehouse.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.junit.jupiter.api.Test;

class EnvelopeConverterTest {
    private static final Schema HEARTBEAT = SchemaBuilder.struct()
            .name("io.debezium.connector.common.Heartbeat")
            .field("ts_ms", Schema.INT64_SCHEMA)
            .build();

    private final EnvelopeConverter converter = new EnvelopeConverter();

    @Test
    void every_message_carries_the_epoch_once_however_often_it_is_converted() {
        converter.configure(Map.of("epoch", "7"), false);
        var headers = new RecordHeaders();
        var heartbeat = new Struct(HEARTBEAT).put("ts_ms", 1L);

        converter.fromConnectData("topic", headers, HEARTBEAT, heartbeat);
        var value = converter.fromConnectData("topic", headers, HEARTBEAT, heartbeat);

        assertThat(value).asString(StandardCharsets.UTF_8).isEqualTo("{\"ts_ms\":1}");
        assertThat(headers.toArray()).hasSize(1);
        assertThat(headers.lastHeader("lakehouse.epoch").value()).asString().isEqualTo("7");
    }

    @Test
    void every_message_carries_the_position_that_its_table_is_captured_from_when_there_is_one() {
        converter.configure(Map.of("epoch", "7", "since", "107"), false);
        var headers = new RecordHeaders();
        var heartbeat = new Struct(HEARTBEAT).put("ts_ms", 1L);

        converter.fromConnectData("topic", headers, HEARTBEAT, heartbeat);
        converter.fromConnectData("topic", headers, HEARTBEAT, heartbeat);

        assertThat(headers.toArray()).hasSize(2);
        assertThat(headers.lastHeader("lakehouse.since").value()).asString().isEqualTo("107");
    }

    @Test
    void a_message_that_is_too_long_is_refused_with_its_topic_both_sizes_and_what_to_do() {
        converter.configure(Map.of("epoch", "7", "longest", "16400"), false);
        var heartbeat = new Struct(HEARTBEAT).put("ts_ms", 1L);

        assertThat(converter.fromConnectData("shop.public.docs", new RecordHeaders(), HEARTBEAT, heartbeat))
                .isNotNull();
        heartbeat.put("ts_ms", 1_000_000_000L);
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(
                        () -> converter.fromConnectData("shop.public.docs", new RecordHeaders(), HEARTBEAT, heartbeat))
                .withMessageContainingAll(
                        "shop.public.docs", "20 bytes", "16400", "producer.override.max.request.size", "apply");
    }

    @Test
    void a_tombstone_stays_one() {
        converter.configure(Map.of("epoch", "7"), false);

        assertThat(converter.fromConnectData("topic", new RecordHeaders(), null, null))
                .isNull();
    }

    @Test
    void without_an_epoch_it_does_not_start() {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> converter.configure(Map.of(), false))
                .withMessageContaining("epoch");
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> converter.configure(Map.of("epoch", "-1"), false))
                .withMessageContaining("epoch");
    }

    @Test
    void it_is_no_converter_of_keys_or_of_a_sink() {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> converter.configure(Map.of("epoch", "7"), true))
                .withMessageContaining("KeyTextConverter");
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> converter.toConnectData("topic", new byte[] {'{', '}'}))
                .withMessageContaining("JsonConverter");
    }
}
