package io.lakehouse.stream;

import io.lakehouse.contract.job.BronzeJobSpec;
import io.lakehouse.contract.job.RouteMessages;
import io.lakehouse.stream.bronze.BronzeTable;
import io.lakehouse.stream.bronze.LakeCatalog;
import io.lakehouse.stream.message.KafkaMessages;
import io.lakehouse.stream.raw.RawTopics;
import io.lakehouse.stream.route.RouteTopic;
import java.io.Closeable;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.core.execution.CheckpointingMode;
import org.apache.iceberg.flink.TableLoader;

/** The job of the bronze lane: {@code BronzeJob --spec <JSON of BronzeJobSpec>}. */
public final class BronzeJob {
    private BronzeJob() {}

    /**
     * Makes the bronze table where it is missing and runs the job until it is cancelled.
     *
     * @throws IllegalArgumentException when the arguments are not {@code --spec} and a spec
     * @throws IllegalStateException when the bronze table that is there has other columns
     * @throws Exception when the catalogue cannot be reached or Flink does not take the job
     */
    public static void main(String[] arguments) throws Exception {
        var spec = JobSpecs.fromArguments(arguments, BronzeJobSpec.class);
        var catalogLoader = LakeCatalog.at(spec.lake());
        var table = BronzeTable.identifier(spec.bronzeTable());
        var catalog = catalogLoader.loadCatalog();
        try {
            BronzeTable.ensure(catalog, table, spec.partition(), spec.retentionMillis());
        } finally {
            if (catalog instanceof Closeable closeable) {
                closeable.close();
            }
        }

        var environment = JobEnvironment.of(
                spec.parallelism(),
                spec.checkpointMillis(),
                spec.checkpointDirectory(),
                CheckpointingMode.EXACTLY_ONCE);
        JobSpecs.tell(environment, spec);
        var source = environment
                .fromSource(
                        RawTopics.source(spec.kafka(), spec.groupId(), spec.tables()),
                        WatermarkStrategy.noWatermarks(),
                        "raw changes")
                .uid("bronze-raw");
        BronzeTopology.attach(
                source,
                new RouteTopic(spec.kafka(), RouteMessages.topic(spec.pipeline()), spec.tables()),
                JobEnvironment.HOLD,
                TableLoader.fromCatalog(catalogLoader, table),
                spec.deadLetterTopic(),
                KafkaMessages.sink(spec.kafka(), spec.groupId() + "-dead-letters"));
        environment.execute(spec.pipeline() + " bronze");
    }
}
