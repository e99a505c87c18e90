package io.lakehouse.stream.raw;

import io.lakehouse.contract.job.KafkaAddress;
import io.lakehouse.contract.job.TableRoute;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.kafka.clients.consumer.OffsetResetStrategy;
import org.apache.kafka.common.TopicPartition;

/** The raw topics as a Flink source. */
public final class RawTopics {
    private RawTopics() {}

    /**
     * A source over the raw topics of all routes. Without a checkpoint it starts at the first message that Kafka
     * still holds; every store after it is idempotent, so reading a message again changes nothing. With a checkpoint
     * whose messages Kafka holds no more, the job fails, again and again: changes are missing, and to skip them in
     * silence would be the worse end. Topics that a checkpoint knows and the routes do not are read no more.
     *
     * @param address Kafka's address
     * @param groupId consumer group that the offsets of each completed checkpoint are committed to
     */
    public static Source<RawMessage, ?, ?> source(KafkaAddress address, String groupId, List<TableRoute> routes) {
        var topics = routes.stream().map(TableRoute::rawTopic).distinct().toList();
        var login = new Properties();
        login.putAll(address.login());
        var kafka = KafkaSource.<RawMessage>builder()
                .setProperties(login)
                .setBootstrapServers(address.bootstrap())
                .setGroupId(groupId)
                .setTopics(topics)
                .setStartingOffsets(new EarliestOrFail())
                .setDeserializer(new RawMessageSchema())
                // Topics and partitions of a living pipeline do not change, so nothing is to be discovered.
                .setProperty("partition.discovery.interval.ms", "-1")
                .setProperty("commit.offsets.on.checkpoint", "true")
                // Debezium may write transactions; a change of an aborted one never happened.
                .setProperty("isolation.level", "read_committed")
                .setProperty("client.id.prefix", groupId)
                .build();
        return new SubscribedSource(kafka, topics);
    }

    /** Starts at the earliest message, but never resets to it later, as Kafka's own {@code earliest} would. */
    @SuppressWarnings("deprecation") // The connector's interface still names Kafka's old enum.
    private static final class EarliestOrFail implements OffsetsInitializer {
        private static final long serialVersionUID = 1L;

        @Override
        public Map<TopicPartition, Long> getPartitionOffsets(
                Collection<TopicPartition> partitions, PartitionOffsetsRetriever retriever) {
            return OffsetsInitializer.earliest().getPartitionOffsets(partitions, retriever);
        }

        @Override
        public OffsetResetStrategy getAutoOffsetResetStrategy() {
            return OffsetResetStrategy.NONE;
        }
    }
}
