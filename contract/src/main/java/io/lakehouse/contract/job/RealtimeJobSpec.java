package io.lakehouse.contract.job;

import java.util.List;

/**
 * What the real-time job is started with.
 *
 * @param pipeline the pipeline's name
 * @param bootstrapServers Kafka's address, {@code host:port[,host:port]}
 * @param kafkaClient file with which Kafka's clients log in; empty for a Kafka that asks for nothing
 * @param groupId consumer group whose committed offsets tell the job's durable position
 * @param deadLetterTopic topic of what cannot be read
 * @param parallelism subtasks of every operator, at least 1
 * @param checkpointMillis interval of its checkpoints, in ms
 * @param checkpointDirectory URI of the folder of its checkpoints
 * @param tables the tables it reads
 */
public record RealtimeJobSpec(
        String pipeline,
        String bootstrapServers,
        String kafkaClient,
        String groupId,
        String deadLetterTopic,
        int parallelism,
        long checkpointMillis,
        String checkpointDirectory,
        List<TableRoute> tables) {
    /** Refuses a job without tables. */
    public RealtimeJobSpec {
        tables = List.copyOf(tables);
        if (tables.isEmpty()) {
            throw new IllegalArgumentException("pipeline " + pipeline + ": the real-time job has no table to read");
        }
    }

    /** Where Kafka is, and how its clients log in. */
    public KafkaAddress kafka() {
        return new KafkaAddress(bootstrapServers, kafkaClient);
    }
}
