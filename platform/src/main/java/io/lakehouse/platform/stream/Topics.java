package io.lakehouse.platform.stream;

import io.lakehouse.contract.job.KafkaAddress;
import io.lakehouse.platform.engine.Failure;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** The topics of a pipeline and the positions in them. */
public final class Topics implements AutoCloseable {
    private static final int TIMEOUT_SECONDS = 20;

    private final Admin admin;
    private final KafkaAddress kafka;

    /** The topics of the Kafka at this address. */
    public Topics(KafkaAddress kafka) {
        this.kafka = kafka;
        this.admin = Admin.create(kafka.client(Map.of(
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
                5000,
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                15000)));
    }

    /**
     * A topic as it should be.
     *
     * @param name its name
     * @param partitions number of partitions, which never changes while the topic lives
     * @param settings its configuration beside the broker's
     */
    public record Topic(String name, int partitions, Map<String, String> settings) {}

    /**
     * Creates the topics that are missing.
     *
     * @throws Failure when a topic exists with another number of partitions
     */
    public void create(Collection<Topic> topics) {
        var existing = names();
        var missing = topics.stream()
                .filter(topic -> !existing.contains(topic.name()))
                .map(topic -> new NewTopic(topic.name(), Optional.of(topic.partitions()), Optional.empty())
                        .configs(topic.settings()))
                .toList();
        await(
                admin.createTopics(missing).all(),
                "create the topics " + missing.stream().map(NewTopic::name).toList());
        for (var topic : topics) {
            if (existing.contains(topic.name())) {
                var partitions = partitions(List.of(topic.name())).size();
                if (partitions != topic.partitions()) {
                    throw new Failure("topic " + topic.name() + " has " + partitions + " partitions, not "
                            + topic.partitions() + " as declared: a key would change its partition; rebuild the"
                            + " pipeline under another name or declare " + partitions);
                }
            }
        }
    }

    /** Those of these topics that exist, with the settings that are their own. */
    public List<Topic> describe(Collection<String> topics) {
        var existing = names();
        var there = topics.stream().filter(existing::contains).distinct().toList();
        var descriptions = await(admin.describeTopics(there).allTopicNames(), "describe the topics " + there);
        var settings = await(
                admin.describeConfigs(there.stream().map(Topics::resource).toList())
                        .all(),
                "read the settings of the topics " + there);
        return there.stream()
                .map(name -> new Topic(
                        name,
                        descriptions.get(name).partitions().size(),
                        settings.get(resource(name)).entries().stream()
                                .filter(entry -> entry.source() == ConfigEntry.ConfigSource.DYNAMIC_TOPIC_CONFIG)
                                .collect(Collectors.toMap(ConfigEntry::name, ConfigEntry::value))))
                .toList();
    }

    /** Gives a topic these settings, and takes away any other that is its own. */
    public void configure(Topic topic) {
        var operations = new ArrayList<AlterConfigOp>();
        topic.settings()
                .forEach((name, value) ->
                        operations.add(new AlterConfigOp(new ConfigEntry(name, value), AlterConfigOp.OpType.SET)));
        for (var there : describe(List.of(topic.name()))) {
            there.settings().keySet().stream()
                    .filter(name -> !topic.settings().containsKey(name))
                    .forEach(name ->
                            operations.add(new AlterConfigOp(new ConfigEntry(name, ""), AlterConfigOp.OpType.DELETE)));
        }
        await(
                admin.incrementalAlterConfigs(Map.of(resource(topic.name()), operations))
                        .all(),
                "change the settings of topic " + topic.name());
    }

    /** Deletes topics with their messages; one that is not there is fine. */
    public void delete(Collection<String> topics) {
        var existing = names();
        var there = topics.stream().filter(existing::contains).toList();
        await(admin.deleteTopics(there).all(), "delete the topics " + there);
    }

    /** The existing ones of these consumer groups. */
    public List<String> groups(Collection<String> groups) {
        var existing = await(admin.listGroups().valid(), "list the consumer groups").stream()
                .map(group -> group.groupId())
                .collect(Collectors.toSet());
        return groups.stream().filter(existing::contains).toList();
    }

    /**
     * Deletes consumer groups with their offsets.
     *
     * @throws Failure when one still has members
     */
    public void deleteGroups(Collection<String> groups) {
        await(admin.deleteConsumerGroups(groups).all(), "delete the consumer groups " + groups);
    }

    private static ConfigResource resource(String topic) {
        return new ConfigResource(ConfigResource.Type.TOPIC, topic);
    }

    /** The names of all topics. */
    public Set<String> names() {
        return await(admin.listTopics().names(), "list the topics");
    }

    /** The end offset of every partition: one above the last message. Topics that do not exist are left out. */
    public Map<TopicPartition, Long> endOffsets(Collection<String> topics) {
        var existing = names();
        var partitions = partitions(topics.stream().filter(existing::contains).toList());
        var request = new HashMap<TopicPartition, OffsetSpec>();
        partitions.forEach(partition -> request.put(partition, OffsetSpec.latest()));
        var offsets = new TreeMap<TopicPartition, Long>(Topics::order);
        await(admin.listOffsets(request).all(), "read the end offsets of " + topics)
                .forEach((partition, info) -> offsets.put(partition, info.offset()));
        return offsets;
    }

    /**
     * One above the last record of every partition that is committed. The end offset of a topic that is written in
     * transactions stands above the last commit marker, which no reader ever counts as read.
     */
    public Map<TopicPartition, Long> recordEnds(Collection<String> topics) {
        var existing = names();
        var ends = new TreeMap<TopicPartition, Long>(Topics::order);
        try (var consumer = new KafkaConsumer<>(
                kafka.client(Map.of(
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                        "read_committed",
                        ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                        15000)),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            for (var partition :
                    partitions(topics.stream().filter(existing::contains).toList())) {
                ends.put(partition, recordEnd(consumer, partition));
            }
            return ends;
        } catch (KafkaException e) {
            throw new Failure(
                    "cannot read the last records of " + topics + " at Kafka " + kafka + ": " + e.getMessage(), e);
        }
    }

    /** Steps back from the end, further each time, until there is a record and not only markers. */
    private static long recordEnd(Consumer<byte[], byte[]> consumer, TopicPartition partition) {
        var one = List.of(partition);
        consumer.assign(one);
        var begin = consumer.beginningOffsets(one).get(partition);
        var end = consumer.endOffsets(one).get(partition);
        for (var back = 8L; begin < end; back *= 16) {
            var from = Math.max(begin, end - back);
            var last = lastRecord(consumer, partition, from, end);
            if (last >= 0) {
                return last + 1;
            }
            if (from == begin) {
                break;
            }
        }
        return 0;
    }

    private static long lastRecord(Consumer<byte[], byte[]> consumer, TopicPartition partition, long from, long end) {
        var last = -1L;
        var deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(TIMEOUT_SECONDS);
        consumer.seek(partition, from);
        while (consumer.position(partition) < end && System.nanoTime() < deadline) {
            for (var found : consumer.poll(java.time.Duration.ofMillis(100))) {
                last = found.offset() < end ? found.offset() : last;
            }
        }
        return last;
    }

    /** The offsets that a consumer group has committed: the next message of each partition that it will read. */
    public Map<TopicPartition, Long> committed(String group) {
        var offsets = new TreeMap<TopicPartition, Long>(Topics::order);
        await(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata(), "read the offsets of " + group)
                .forEach((partition, offset) -> {
                    if (offset != null) {
                        offsets.put(partition, offset.offset());
                    }
                });
        return offsets;
    }

    @Override
    public void close() {
        admin.close(java.time.Duration.ofSeconds(2));
    }

    private List<TopicPartition> partitions(Collection<String> topics) {
        return await(admin.describeTopics(topics).allTopicNames(), "describe the topics " + topics).values().stream()
                .flatMap(topic -> topic.partitions().stream()
                        .map(partition -> new TopicPartition(topic.name(), partition.partition())))
                .toList();
    }

    private <T> T await(KafkaFuture<T> future, String what) {
        try {
            return future.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new Failure(
                    "cannot " + what + " at Kafka " + kafka + ": "
                            + e.getCause().getMessage(),
                    e.getCause());
        } catch (TimeoutException e) {
            throw new Failure(
                    "cannot " + what + ": Kafka " + kafka + " did not answer within " + TIMEOUT_SECONDS + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure("interrupted: cannot " + what, e);
        }
    }

    private static int order(TopicPartition left, TopicPartition right) {
        var byTopic = left.topic().compareTo(right.topic());
        return byTopic != 0 ? byTopic : Integer.compare(left.partition(), right.partition());
    }
}
