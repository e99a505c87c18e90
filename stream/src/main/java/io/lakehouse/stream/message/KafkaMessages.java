package io.lakehouse.stream.message;

import io.lakehouse.contract.job.KafkaAddress;
import java.io.IOException;
import java.util.Map;
import java.util.Properties;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Kafka as a Flink sink of messages, each to the topic that it names. */
public final class KafkaMessages {
    private KafkaMessages() {}

    /**
     * A sink that holds a message durably, at least once, when the checkpoint after it completes. Messages of one key
     * keep their order.
     *
     * @param address Kafka's address
     * @param clientId name by which Kafka's metrics and logs tell the producer
     */
    public static Sink<OutgoingMessage> sink(KafkaAddress address, String clientId) {
        var producer = new Properties();
        producer.putAll(address.login());
        producer.putAll(Map.of(
                "client.id", clientId,
                "acks", "all",
                // A retry without idempotence can overtake the message after it.
                "enable.idempotence", "true",
                "compression.type", "lz4",
                // Waiting 1 ms for company costs little latency and, under load, makes full batches anyway.
                "linger.ms", "1",
                "batch.size", "262144",
                "buffer.memory", "67108864",
                // History holds the image before and the one after, dead letters hold Base64: both can be larger than
                // the raw message that they come from. Topics bound a message, not the producer.
                "max.request.size", "67108864"));
        return new AtLeastOnce(KafkaSink.<OutgoingMessage>builder()
                .setBootstrapServers(address.bootstrap())
                .setKafkaProducerConfig(producer)
                .setDeliveryGuarantee(DeliveryGuarantee.AT_LEAST_ONCE)
                .setRecordSerializer(new Schema())
                .build());
    }

    /**
     * Kafka's sink without its committer, which has work only when delivery is exactly once. Left in, it is one more
     * operator, and Flink logs a warning about its metrics at every checkpoint.
     */
    private static final class AtLeastOnce implements Sink<OutgoingMessage> {
        private static final long serialVersionUID = 1L;

        private final KafkaSink<OutgoingMessage> kafka;

        AtLeastOnce(KafkaSink<OutgoingMessage> kafka) {
            this.kafka = kafka;
        }

        @Override
        public SinkWriter<OutgoingMessage> createWriter(WriterInitContext context) throws IOException {
            return kafka.createWriter(context);
        }
    }

    private static final class Schema implements KafkaRecordSerializationSchema<OutgoingMessage> {
        private static final long serialVersionUID = 1L;

        @Override
        public ProducerRecord<byte[], byte[]> serialize(
                OutgoingMessage message, KafkaSinkContext context, Long timestamp) {
            return new ProducerRecord<>(message.topic(), message.key(), message.value());
        }
    }
}
