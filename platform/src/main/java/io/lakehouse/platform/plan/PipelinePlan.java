package io.lakehouse.platform.plan;

import io.lakehouse.contract.declaration.CaptureDeclaration;
import io.lakehouse.contract.declaration.Pipeline;
import io.lakehouse.contract.declaration.TableDeclaration;
import io.lakehouse.contract.declaration.TableShape;
import io.lakehouse.contract.job.BatchSpec;
import io.lakehouse.contract.job.Bronze;
import io.lakehouse.contract.job.BronzeJobSpec;
import io.lakehouse.contract.job.KafkaAddress;
import io.lakehouse.contract.job.LakeAddress;
import io.lakehouse.contract.job.RealtimeJobSpec;
import io.lakehouse.contract.job.RouteMessages;
import io.lakehouse.contract.job.TableRoute;
import io.lakehouse.platform.capture.Connector;
import io.lakehouse.platform.stream.Topics.Topic;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What a pipeline becomes: topics, routes and jobs, from its declaration and what the source's catalogue says of its
 * tables. Nothing here touches an engine.
 *
 * @param pipeline the declaration
 * @param routes where the changes of each table go, in the declaration's order
 */
public record PipelinePlan(Pipeline pipeline, List<TableRoute> routes) {
    /** Partitions of every raw topic of a pipeline. It never changes under a living table: a key would move. */
    public static final int PARTITIONS = 2;

    private static final long REALTIME_CHECKPOINT_MILLIS = 10_000;
    private static final long BRONZE_CHECKPOINT_MILLIS = 30_000;
    private static final String MESSAGE_BYTES = "max.message.bytes";

    /** Keeps its own copy of the routes. */
    public PipelinePlan {
        routes = List.copyOf(routes);
    }

    /**
     * The plan of a pipeline.
     *
     * @param pipeline the declaration
     * @param shapes its tables, in the declaration's order
     */
    public static PipelinePlan of(Pipeline pipeline, List<TableShape> shapes) {
        var routes = new ArrayList<TableRoute>();
        for (var index = 0; index < shapes.size(); index++) {
            var shape = shapes.get(index);
            routes.add(route(pipeline, pipeline.tables().get(index), shape, Map.of()));
        }
        return new PipelinePlan(pipeline, routes);
    }

    /**
     * The route of a declared table.
     *
     * @param unfollowed columns that its stores do not follow: name in the source to type there
     */
    public static TableRoute route(
            Pipeline pipeline, TableDeclaration table, TableShape shape, Map<String, String> unfollowed) {
        return new TableRoute(
                shape,
                pipeline.rawTopic(table),
                table.current().nameIfEnabled(),
                table.history().nameIfEnabled(),
                table.lake().nameIfEnabled(),
                unfollowed,
                table.lake().enabled() ? table.lake().checks() : List.of());
    }

    /** Name of its real-time job. */
    public String realtimeJobName() {
        return pipeline.name() + " realtime";
    }

    /** Name of its bronze job. */
    public String bronzeJobName() {
        return pipeline.name() + " bronze";
    }

    /** Consumer group whose offsets tell the durable position of a job. */
    public static String group(String jobName) {
        return "lakehouse." + jobName.replace(' ', '.');
    }

    /** The captured tables. */
    public List<TableShape> shapes() {
        return routes.stream().map(TableRoute::shape).toList();
    }

    /** Topics of the raw changes. */
    public List<String> rawTopics() {
        return routes.stream().map(TableRoute::rawTopic).toList();
    }

    /** The raw topics that the bronze job reads: those of tables that go to the lake. */
    public List<String> bronzeTopics() {
        return lakeRoutes().stream().map(TableRoute::rawTopic).toList();
    }

    /** Whether any table goes to Pinot. */
    public boolean hasRealtime() {
        return !pinotTables().isEmpty();
    }

    /** The tables that Pinot serves, each of which has its topic's name. */
    public List<String> pinotTables() {
        return routes.stream()
                .flatMap(route -> Stream.of(route.currentTopic(), route.historyTopic()))
                .filter(table -> !table.isEmpty())
                .toList();
    }

    /** Whether any table goes to the lake. */
    public boolean hasLake() {
        return routes.stream().anyMatch(route -> !route.silverTable().isEmpty());
    }

    /** Every topic that it needs. */
    public List<Topic> topics() {
        var topics = new ArrayList<Topic>();
        // What becomes of a long raw message is about as long, and has to fit as well.
        var longest = Integer.toString(Math.max(
                CaptureDeclaration.DEFAULT.longestMessage(), pipeline.capture().longestMessage()));
        for (var index = 0; index < routes.size(); index++) {
            var route = routes.get(index);
            var table = pipeline.tables().get(index);
            topics.add(new Topic(route.rawTopic(), PARTITIONS, Map.of(MESSAGE_BYTES, longest)));
            if (!route.currentTopic().isEmpty()) {
                // Compacted: Pinot's table can be made anew from it however old a row is.
                topics.add(new Topic(
                        route.currentTopic(),
                        table.current().options().partitions(),
                        Map.of("cleanup.policy", "compact", MESSAGE_BYTES, longest)));
            }
            if (!route.historyTopic().isEmpty()) {
                topics.add(new Topic(
                        route.historyTopic(), table.history().options().partitions(), Map.of(MESSAGE_BYTES, longest)));
            }
        }
        topics.add(new Topic(pipeline.deadLetterTopic(), 1, Map.of("retention.ms", "-1", MESSAGE_BYTES, "67108864")));
        topics.add(new Topic(pipeline.replayedTopic(), 1, Map.of("cleanup.policy", "compact")));
        topics.add(new Topic(RouteMessages.topic(pipeline.name()), 1, Map.of("cleanup.policy", "compact")));
        topics.add(new Topic(Connector.markerTopic(pipeline.name()), 1, Map.of("retention.ms", "3600000")));
        topics.add(new Topic(Connector.heartbeatTopic(pipeline.name()), 1, Map.of("retention.ms", "3600000")));
        return topics;
    }

    /** What its real-time job is started with. */
    public RealtimeJobSpec realtimeJob(KafkaAddress kafka, Path checkpoints) {
        return new RealtimeJobSpec(
                pipeline.name(),
                kafka.bootstrap(),
                kafka.clientFile(),
                group(realtimeJobName()),
                pipeline.deadLetterTopic(),
                1,
                REALTIME_CHECKPOINT_MILLIS,
                uri(checkpoints),
                routes);
    }

    /** What its bronze job is started with. */
    public BronzeJobSpec bronzeJob(KafkaAddress kafka, Path checkpoints, LakeAddress lake) {
        return new BronzeJobSpec(
                pipeline.name(),
                kafka.bootstrap(),
                kafka.clientFile(),
                group(bronzeJobName()),
                pipeline.deadLetterTopic(),
                1,
                BRONZE_CHECKPOINT_MILLIS,
                uri(checkpoints),
                lake,
                pipeline.name(),
                pipeline.bronze().partition(),
                pipeline.bronze().retention().toMillis(),
                lakeRoutes());
    }

    /**
     * What one of its SCD2 runs is started with.
     *
     * @param abandoned identities of earlier runs whose branches are of no use any more
     */
    public BatchSpec batch(String runId, LakeAddress lake, Path report, List<String> abandoned) {
        return new BatchSpec(
                pipeline.name(),
                runId,
                lake,
                Bronze.NAMESPACE,
                pipeline.name(),
                pipeline.lake().namespace(),
                pipeline.lake().checkpointTable(),
                report.toString(),
                abandoned,
                lakeRoutes());
    }

    private List<TableRoute> lakeRoutes() {
        return routes.stream().filter(route -> !route.silverTable().isEmpty()).toList();
    }

    /** Always the same: Java puts a slash to the URI of a folder once it exists, and a job would seem another. */
    private static String uri(Path folder) {
        var uri = folder.toUri().toString();
        return uri.endsWith("/") ? uri.substring(0, uri.length() - 1) : uri;
    }
}
