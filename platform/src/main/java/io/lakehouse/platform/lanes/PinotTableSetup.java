package io.lakehouse.platform.lanes;

import io.lakehouse.platform.config.DeclaredPipeline;
import io.lakehouse.platform.engine.Failure;
import io.lakehouse.platform.engine.rest.JsonRest;
import io.lakehouse.platform.plan.Blueprint;
import io.lakehouse.platform.plan.PinotTableFiles;
import io.lakehouse.platform.plan.PipelinePlan;
import io.lakehouse.platform.plan.PipelineTarget;
import io.lakehouse.platform.plan.SourceAccess;
import io.lakehouse.platform.plan.diff.Change;
import io.lakehouse.platform.plan.diff.ChangePlan;
import io.lakehouse.platform.plan.diff.Comparison;
import io.lakehouse.platform.plan.diff.Resource;
import io.lakehouse.platform.realtime.PinotRelease;
import io.lakehouse.platform.realtime.PinotTableDeployment;
import io.lakehouse.platform.source.SourceDatabase;
import io.lakehouse.platform.stream.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The Pinot tables of one declared pipeline with the topics that they read, apart from the rest of it. */
public final class PinotTableSetup {
    private static final Duration LIMIT = Duration.ofSeconds(120);

    private final Blueprint blueprint;
    private final DeclaredPipeline declared;

    /** The tables of a declared pipeline. */
    public PinotTableSetup(Blueprint blueprint, DeclaredPipeline declared) {
        this.blueprint = blueprint;
        this.declared = declared;
    }

    /**
     * The release of a platform's Pinot: somebody else's is asked.
     *
     * @throws Failure when it does not answer, or is not supported
     */
    public static PinotRelease release(Blueprint blueprint) {
        return blueprint.settings().pinot() == null
                ? PinotRelease.EMBEDDED
                : deployment(blueprint).release();
    }

    /**
     * The tables and topics as files; asks the source for the columns and touches no other engine.
     *
     * @throws Failure when the source does not answer or does not fit the declaration
     */
    public PinotTableFiles files(PinotRelease release) {
        var plan = plan();
        return new PinotTableFiles(
                declared.pipeline().name(), PipelineTarget.pinotTables(blueprint, plan, release), topics(plan));
    }

    /**
     * Makes Pinot have the tables and Kafka the topics that they read. Doing it again changes nothing.
     *
     * @return the steps that were taken
     * @throws Failure when an engine does not answer, or a table or topic there cannot become what is declared
     */
    public Proposal deploy() {
        try (var lock = PipelineLock.acquire(blueprint.home(), name(), new Deadline(LIMIT));
                var topics = new Topics(blueprint.addresses().kafka())) {
            var plan = plan();
            var wantedTopics = topics(plan);
            var tables = PipelineTarget.pinotTables(blueprint, plan, release(blueprint));
            var deployment = deployment(blueprint);
            var desired = new ArrayList<Resource>();
            wantedTopics.forEach(topic -> desired.add(PipelineTarget.resource(topic)));
            tables.forEach(table -> desired.addAll(PipelineTarget.resources(table)));
            var observed = new ArrayList<Resource>();
            topics.describe(wantedTopics.stream().map(Topics.Topic::name).toList())
                    .forEach(topic -> observed.add(PipelineTarget.resource(topic)));
            tables.forEach(table -> observed.addAll(PipelineTarget.resources(deployment.find(table.name()))));
            var steps = Comparison.plan(desired, observed, List.of());
            requireAllowed(steps);
            topics.create(wantedTopics);
            for (var topic : wantedTopics) {
                if (isChanged(steps, PipelineTarget.resource(topic).id())) {
                    topics.configure(topic);
                }
            }
            tables.forEach(deployment::apply);
            return new Proposal(name(), steps, List.of());
        }
    }

    private static void requireAllowed(ChangePlan steps) {
        if (!steps.refused().isEmpty()) {
            throw new Failure(steps.refused().stream().map(Change::reason).collect(Collectors.joining("; ")));
        }
    }

    private static boolean isChanged(ChangePlan steps, Resource.Id id) {
        return steps.changes().stream()
                .anyMatch(change -> change.id().equals(id) && change.action() == Change.Action.UPDATE);
    }

    private static List<Topics.Topic> topics(PipelinePlan plan) {
        var read = plan.routes().stream()
                .flatMap(route -> List.of(route.currentTopic(), route.historyTopic()).stream())
                .collect(Collectors.toSet());
        return plan.topics().stream()
                .filter(topic -> read.contains(topic.name()))
                .toList();
    }

    /** A table that was applied keeps every column that was ever known. */
    private PipelinePlan plan() {
        var access = new SourceAccess(blueprint);
        var source = new SourceDatabase(access.source(declared));
        return new SourcePreparation(blueprint.home(), declared, access, source)
                .plan(Lanes.applied(blueprint.home(), name())
                        .map(AppliedPipeline::routes)
                        .orElse(List.of()));
    }

    private static PinotTableDeployment deployment(Blueprint blueprint) {
        return new PinotTableDeployment(new JsonRest(blueprint.addresses().pinotController()));
    }

    private String name() {
        return declared.pipeline().name();
    }
}
