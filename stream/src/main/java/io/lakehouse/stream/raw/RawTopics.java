package io.lakehouse.stream.raw;

import io.lakehouse.contract.job.TableRoute;
import java.util.List;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;

/** The raw topics as a Flink source. */
public final class RawTopics {
    private RawTopics() {}

    /**
     * A source over the raw topics of all routes. Without a checkpoint it starts at the first message that Kafka
     * still holds; every store after it is idempotent, so reading a message again changes nothing.
     *
     * @param bootstrapServers Kafka's address
     * @param groupId consumer group that the offsets of each completed checkpoint are committed to
     */
    public static KafkaSource<RawMessage> source(String bootstrapServers, String groupId, List<TableRoute> routes) {
        var topics = routes.stream().map(TableRoute::rawTopic).distinct().toList();
        return KafkaSource.<RawMessage>builder()
                .setBootstrapServers(bootstrapServers)
                .setGroupId(groupId)
                .setTopics(topics)
                .setStartingOffsets(OffsetsInitializer.earliest())
                .setDeserializer(new RawMessageSchema())
                // Topics and partitions of a living pipeline do not change, so nothing is to be discovered.
                .setProperty("partition.discovery.interval.ms", "-1")
                .setProperty("commit.offsets.on.checkpoint", "true")
                // Debezium may write transactions; a change of an aborted one never happened.
                .setProperty("isolation.level", "read_committed")
                .setProperty("client.id.prefix", groupId)
                .build();
    }
}
