package io.lakehouse.platform.stream;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.lakehouse.contract.job.KafkaAddress;
import io.lakehouse.contract.job.RouteMessages;
import io.lakehouse.contract.job.TableRoute;
import io.lakehouse.platform.engine.Failure;
import io.lakehouse.platform.engine.rest.JsonRest;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Tells running jobs the routes of their tables, as {@link RouteMessages} says. */
public final class RouteChannel {
    private static final int TIMEOUT_MILLIS = 15_000;

    private final KafkaAddress kafka;

    /** The channel through the Kafka at this address. */
    public RouteChannel(KafkaAddress kafka) {
        this.kafka = kafka;
    }

    /**
     * Publishes routes and returns when Kafka has them; the jobs know them within a moment. The stores that a route
     * writes to must be ready for it before.
     *
     * @throws Failure when Kafka does not take them
     */
    public void publish(String pipeline, Collection<TableRoute> routes) {
        var topic = RouteMessages.topic(pipeline);
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
                producer.send(new ProducerRecord<>(
                                topic,
                                route.shape().qualifiedName().getBytes(StandardCharsets.UTF_8),
                                JsonRest.JSON.writeValueAsBytes(route)))
                        .get();
            }
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a route is made of texts and numbers", e);
        } catch (ExecutionException e) {
            throw new Failure(
                    "Kafka did not take the routes of pipeline " + pipeline + ": "
                            + e.getCause().getMessage(),
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure("interrupted while the routes of pipeline " + pipeline + " were published", e);
        }
    }
}
