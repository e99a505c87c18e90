package io.lakehouse.contract.job;

import io.lakehouse.contract.declaration.BronzeDeclaration.Partition;
import java.util.List;

/**
 * What the bronze job is started with.
 *
 * @param pipeline the pipeline's name
 * @param bootstrapServers Kafka's address, {@code host:port[,host:port]}
 * @param kafkaClient file with which Kafka's clients log in; empty for a Kafka that asks for nothing
 * @param groupId consumer group whose committed offsets tell the job's durable position
 * @param deadLetterTopic topic of what cannot be read
 * @param parallelism subtasks of every operator, at least 1
 * @param checkpointMillis interval of its checkpoints and so of its commits to bronze, in ms
 * @param checkpointDirectory URI of the folder of its checkpoints
 * @param lake where the lake is
 * @param bronzeTable name of the bronze table in the lake's bronze namespace
 * @param partition by what of the commit time the bronze table is partitioned
 * @param retentionMillis how long changes are kept in it, in ms; 0 for ever
 * @param tables the tables it reads
 */
public record BronzeJobSpec(
        String pipeline,
        String bootstrapServers,
        String kafkaClient,
        String groupId,
        String deadLetterTopic,
        int parallelism,
        long checkpointMillis,
        String checkpointDirectory,
        LakeAddress lake,
        String bronzeTable,
        Partition partition,
        long retentionMillis,
        List<TableRoute> tables) {
    /** Refuses a job without tables. */
    public BronzeJobSpec {
        tables = List.copyOf(tables);
        if (tables.isEmpty()) {
            throw new IllegalArgumentException("pipeline " + pipeline + ": the bronze job has no table to read");
        }
    }

    /** Where Kafka is, and how its clients log in. */
    public KafkaAddress kafka() {
        return new KafkaAddress(bootstrapServers, kafkaClient);
    }
}
