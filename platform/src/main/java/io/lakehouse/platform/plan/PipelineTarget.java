package io.lakehouse.platform.plan;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.lakehouse.contract.job.LakeAddress;
import io.lakehouse.platform.capture.Connector;
import io.lakehouse.platform.engine.rest.JsonFields;
import io.lakehouse.platform.engine.rest.JsonRest;
import io.lakehouse.platform.plan.diff.Kind;
import io.lakehouse.platform.plan.diff.Resource;
import io.lakehouse.platform.realtime.PinotRelease;
import io.lakehouse.platform.realtime.PinotTable;
import io.lakehouse.platform.realtime.PinotTables;
import io.lakehouse.platform.source.Publication;
import io.lakehouse.platform.source.SourceDatabase;
import io.lakehouse.platform.stream.FlinkJobs.Submission;
import io.lakehouse.platform.stream.Topics.Topic;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Everything that a pipeline should consist of on the engines. Nothing here touches one.
 *
 * @param plan the pipeline
 * @param topics its topics
 * @param pinotTables its tables in Pinot; none without the real-time lane
 * @param jobs its Flink jobs
 * @param connector configuration of its connector
 * @param hasViews whether its tables in the lake have views over lake and tail
 */
public record PipelineTarget(
        PipelinePlan plan,
        List<Topic> topics,
        List<PinotTable> pinotTables,
        List<Submission> jobs,
        Map<String, String> connector,
        boolean hasViews) {
    /** Keeps its own copies. */
    public PipelineTarget {
        topics = List.copyOf(topics);
        pinotTables = List.copyOf(pinotTables);
        jobs = List.copyOf(jobs);
        connector = Map.copyOf(connector);
    }

    /**
     * The target of a pipeline.
     *
     * @param blueprint the platform, with the lanes that it has
     * @param source where the connector finds the source
     * @param epoch incarnation of the replication slot
     * @param pinot the release of Pinot, which is not asked for without the real-time lane
     */
    public static PipelineTarget of(
            Blueprint blueprint,
            PipelinePlan plan,
            Connector.SourceAddress source,
            long epoch,
            Supplier<PinotRelease> pinot) {
        return new PipelineTarget(
                plan,
                plan.topics(),
                blueprint.selection().hasRealtime() ? pinotTables(blueprint, plan, pinot.get()) : List.of(),
                jobs(blueprint, plan, blueprint.lake()),
                Connector.configuration(plan.pipeline(), source, epoch, plan.shapes()),
                blueprint.hasViews());
    }

    /** The tables of a pipeline in a Pinot of this release. */
    public static List<PinotTable> pinotTables(Blueprint blueprint, PipelinePlan plan, PinotRelease release) {
        var kafka = blueprint.addresses().kafka();
        var tables = new ArrayList<PinotTable>();
        for (var index = 0; index < plan.routes().size(); index++) {
            var route = plan.routes().get(index);
            var table = plan.pipeline().tables().get(index);
            if (!route.currentTopic().isEmpty()) {
                tables.add(PinotTables.current(
                        route.shape(),
                        route.currentTopic(),
                        route.currentTopic(),
                        kafka,
                        table.current().options()));
            }
            if (!route.historyTopic().isEmpty()) {
                tables.add(PinotTables.history(
                        route.shape(),
                        route.historyTopic(),
                        route.historyTopic(),
                        kafka,
                        table.history().options()));
            }
        }
        return tables.stream().map(release::fit).toList();
    }

    private static List<Submission> jobs(Blueprint blueprint, PipelinePlan plan, LakeAddress lake) {
        var kafka = blueprint.addresses().kafka();
        var jobs = new ArrayList<Submission>();
        if (blueprint.selection().hasRealtime() && plan.hasRealtime()) {
            var checkpoints = blueprint.checkpoints(plan.realtimeJobName());
            jobs.add(new Submission(
                    plan.realtimeJobName(),
                    blueprint.streamJar(),
                    "io.lakehouse.stream.RealtimeJob",
                    specification(plan.realtimeJob(kafka, checkpoints)),
                    checkpoints));
        }
        if (blueprint.selection().hasLake() && plan.hasLake()) {
            var checkpoints = blueprint.checkpoints(plan.bronzeJobName());
            jobs.add(new Submission(
                    plan.bronzeJobName(),
                    blueprint.streamJar(),
                    "io.lakehouse.stream.BronzeJob",
                    specification(plan.bronzeJob(kafka, checkpoints, lake)),
                    checkpoints));
        }
        return jobs;
    }

    /** The same as objects with fields, which are compared with what there is. */
    public List<Resource> resources() {
        var resources = new ArrayList<Resource>();
        var pipeline = plan.pipeline();
        pipeline.tables()
                .forEach(table -> resources.add(new Resource(
                        Kind.REPLICA_IDENTITY, table.qualifiedName(), Map.of("identity", SourceDatabase.FULL))));
        resources.add(new Resource(
                Kind.PUBLICATION,
                pipeline.publication(),
                Publication.of(pipeline.tables()).fields()));
        topics.forEach(topic -> resources.add(resource(topic)));
        for (var table : pinotTables) {
            resources.addAll(resources(table));
        }
        for (var job : jobs) {
            resources.add(new Resource(
                    Kind.FLINK_JOB, job.name(), JobFields.of(job.arguments().get(1))));
        }
        resources.add(new Resource(Kind.CONNECTOR, Connector.name(pipeline.name()), connector));
        resources.add(new Resource(Kind.SLOT, pipeline.slot(), Map.of("plugin", "pgoutput")));
        resources.addAll(ScheduleFields.resources(pipeline.name(), pipeline.batch()));
        resources.addAll(GoldFields.resources(pipeline.name(), pipeline.gold()));
        if (hasViews) {
            resources.addAll(HybridNames.resources(plan));
        }
        return resources;
    }

    /** A topic as it is compared. */
    public static Resource resource(Topic topic) {
        var fields = new LinkedHashMap<>(topic.settings());
        fields.put("partitions", Integer.toString(topic.partitions()));
        return new Resource(Kind.TOPIC, topic.name(), fields);
    }

    /** Schema and table of Pinot as they are compared; what is missing is left out. */
    public static List<Resource> resources(PinotTable table) {
        var resources = new ArrayList<Resource>();
        if (!table.schema().isMissingNode()) {
            var fields = new LinkedHashMap<>(JsonFields.of(table.schema()));
            var key = fields.remove("primaryKeyColumns");
            fields.put("key", key == null || key.isEmpty() ? "none" : key);
            resources.add(new Resource(Kind.PINOT_SCHEMA, table.name(), fields));
        }
        if (!table.config().isMissingNode()) {
            resources.add(new Resource(Kind.PINOT_TABLE, table.name(), JsonFields.of(table.config())));
        }
        return resources;
    }

    private static List<String> specification(Object spec) {
        try {
            return List.of("--spec", JsonRest.JSON.writeValueAsString(spec));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a spec is made of texts and numbers", e);
        }
    }
}
