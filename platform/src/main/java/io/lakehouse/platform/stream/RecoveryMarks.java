package io.lakehouse.platform.stream;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.lakehouse.contract.change.Operation;
import io.lakehouse.contract.declaration.TableShape;
import io.lakehouse.contract.job.KafkaAddress;
import io.lakehouse.contract.job.RawMessages;
import io.lakehouse.contract.job.TableRoute;
import io.lakehouse.platform.engine.Failure;
import io.lakehouse.platform.engine.rest.JsonRest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Tells every lane that nothing is known of what happened between two incarnations of a slot: a truncation of each table
 * at the very beginning of the new one, before the rows that its snapshot reads (docs/decisions/0041). What that does
 * not bring again is gone.
 */
public final class RecoveryMarks {
    private static final int TIMEOUT_MILLIS = 15_000;

    private final KafkaAddress kafka;

    /** The marks in the raw topics of the Kafka at this address. */
    public RecoveryMarks(KafkaAddress kafka) {
        this.kafka = kafka;
    }

    /**
     * Writes the mark of each table and returns when Kafka has them. Writing them again changes nothing in a store of
     * current rows.
     *
     * @param epoch number of the new incarnation
     * @throws Failure when Kafka does not take them
     */
    public void write(Collection<TableRoute> routes, long epoch) {
        var now = ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
        try (var producer = new KafkaProducer<>(
                kafka.client(Map.of(
                        ProducerConfig.ACKS_CONFIG,
                        "all",
                        ProducerConfig.MAX_BLOCK_MS_CONFIG,
                        TIMEOUT_MILLIS,
                        ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                        TIMEOUT_MILLIS / 2,
                        ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                        TIMEOUT_MILLIS)),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            for (var route : routes) {
                producer.send(mark(route, epoch, now)).get();
            }
        } catch (ExecutionException e) {
            throw new Failure(
                    "Kafka did not take the marks of the recovery: "
                            + e.getCause().getMessage(),
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure("interrupted while the marks of the recovery were written", e);
        }
    }

    private static ProducerRecord<byte[], byte[]> mark(TableRoute route, long epoch, long micros) {
        var header =
                new RecordHeader(RawMessages.EPOCH_HEADER, Long.toString(epoch).getBytes(StandardCharsets.UTF_8));
        return new ProducerRecord<>(route.rawTopic(), 0, null, null, value(route.shape(), micros), List.of(header));
    }

    private static byte[] value(TableShape table, long micros) {
        try {
            return JsonRest.JSON.writeValueAsBytes(Map.of(
                    "op",
                    Operation.TRUNCATE.code(),
                    "source",
                    Map.of("schema", table.schema(), "table", table.table(), "lsn", 0, "ts_us", micros)));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a mark is made of texts and numbers", e);
        }
    }
}
