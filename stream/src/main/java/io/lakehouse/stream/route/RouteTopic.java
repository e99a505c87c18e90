package io.lakehouse.stream.route;

import io.lakehouse.contract.job.KafkaAddress;
import io.lakehouse.contract.job.TableRoute;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Routes that are published to a topic while the job runs, as {@link io.lakehouse.contract.job.RouteMessages} says. What
 * the job was started with holds until the topic says otherwise.
 *
 * <p>It is a consumer beside the source and not an input of the job: a route is no change of data, needs no checkpoint
 * (the topic keeps the newest of every table), and an input more would cut the chain that every change passes.
 */
public final class RouteTopic implements RouteFeed {
    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(RouteTopic.class);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration START_LIMIT = Duration.ofSeconds(30);

    private final KafkaAddress kafka;
    private final String topic;
    private final FixedRoutes start;

    /**
     * The routes of a topic.
     *
     * @param start those that the job was started with
     */
    public RouteTopic(KafkaAddress kafka, String topic, List<TableRoute> start) {
        this.kafka = kafka;
        this.topic = topic;
        this.start = new FixedRoutes(start);
    }

    @Override
    public Routes open(String task) throws IOException {
        return new Reading(start.open(task).state().routes(), task);
    }

    private final class Reading extends Routes {
        private final KafkaConsumer<byte[], byte[]> consumer;
        private final Thread thread;
        private volatile boolean closed;

        Reading(List<TableRoute> start, String task) throws IOException {
            super(start);
            consumer = new KafkaConsumer<>(
                    kafka.client(Map.of(
                            ConsumerConfig.CLIENT_ID_CONFIG,
                            topic + "-" + task,
                            ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                            (int) START_LIMIT.toMillis())),
                    new ByteArrayDeserializer(),
                    new ByteArrayDeserializer());
            try {
                readToEnd();
            } catch (IOException | RuntimeException e) {
                consumer.close(CloseOptions.timeout(Duration.ZERO));
                throw e;
            }
            thread = new Thread(this::follow, "routes " + task);
            thread.setDaemon(true);
            thread.start();
        }

        private void readToEnd() throws IOException {
            var partition = new TopicPartition(topic, 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            var end = consumer.endOffsets(List.of(partition)).get(partition);
            var limit = System.nanoTime() + START_LIMIT.toNanos();
            while (consumer.position(partition) < end) {
                poll();
                if (System.nanoTime() > limit) {
                    throw new IOException("the routes in topic " + topic + " cannot be read to their end " + end);
                }
            }
        }

        private void follow() {
            try {
                while (!closed) {
                    try {
                        poll();
                    } catch (WakeupException | InterruptException e) {
                        return;
                    } catch (KafkaException e) {
                        // Kafka is away for a while: what is known holds until it is back.
                        LOG.warn("routes cannot be read topic={} reason={}", topic, e.getMessage());
                    }
                }
            } finally {
                consumer.close(CloseOptions.timeout(Duration.ofSeconds(1)));
            }
        }

        private void poll() {
            var news = new ArrayList<TableRoute>();
            for (var message : consumer.poll(POLL)) {
                var route = route(message.key(), message.value());
                if (route != null) {
                    news.add(route);
                }
            }
            if (!news.isEmpty()) {
                put(news);
                news.forEach(route -> LOG.info(
                        "route known table={} columns={} unfollowed={}",
                        route.shape().qualifiedName(),
                        route.shape().columns().size(),
                        route.unfollowed()));
            }
        }

        private @Nullable TableRoute route(byte @Nullable [] key, byte @Nullable [] value) {
            try {
                return value == null ? null : RouteJson.read(value);
            } catch (IOException | RuntimeException e) {
                LOG.error(
                        "a route cannot be read topic={} key={} reason={}",
                        topic,
                        key == null ? "" : new String(key, StandardCharsets.UTF_8),
                        e.getMessage());
                return null;
            }
        }

        @Override
        public void close() {
            closed = true;
            consumer.wakeup();
            try {
                thread.join(2_000);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
