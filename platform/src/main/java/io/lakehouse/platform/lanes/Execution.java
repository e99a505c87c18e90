package io.lakehouse.platform.lanes;

import io.lakehouse.contract.declaration.Pipeline;
import io.lakehouse.contract.declaration.TableDeclaration;
import io.lakehouse.platform.capture.Connectors;
import io.lakehouse.platform.engine.Failure;
import io.lakehouse.platform.engine.rest.JsonRest;
import io.lakehouse.platform.plan.Addresses;
import io.lakehouse.platform.plan.Blueprint;
import io.lakehouse.platform.plan.GoldFields;
import io.lakehouse.platform.plan.PipelineTarget;
import io.lakehouse.platform.plan.diff.Change;
import io.lakehouse.platform.plan.diff.Change.Action;
import io.lakehouse.platform.realtime.PinotTableDeployment;
import io.lakehouse.platform.source.SourceDatabase;
import io.lakehouse.platform.stream.FlinkJobs;
import io.lakehouse.platform.stream.FlinkJobs.Submission;
import io.lakehouse.platform.stream.Topics;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Takes the steps of a plan on the running engines. Each step may be taken again. */
final class Execution {
    private final Blueprint blueprint;
    private final PipelineTarget target;
    private final SourceDatabase source;
    private final Addresses addresses;
    private final Deadline deadline;
    private final TransactionWait transactions;

    Execution(
            Blueprint blueprint,
            PipelineTarget target,
            SourceDatabase source,
            Deadline deadline,
            TransactionWait transactions) {
        this.blueprint = blueprint;
        this.target = target;
        this.source = source;
        this.addresses = blueprint.addresses();
        this.deadline = deadline;
        this.transactions = transactions;
    }

    /** Takes one step. */
    void execute(Change change) throws IOException {
        switch (change.kind()) {
            case REPLICA_IDENTITY ->
                pipeline().tables().stream()
                        .filter(table -> table.qualifiedName().equals(change.name()))
                        .forEach(this::captureFully);
            case PUBLICATION -> source.publish(change.name(), pipeline().tables());
            case TOPIC -> topic(change);
            case PINOT_SCHEMA, PINOT_TABLE -> pinot(change);
            case FLINK_JOB -> job(change);
            case CONNECTOR -> connector(change);
            case GOLD_VIEW -> goldView(change);
            case HYBRID_VIEW -> hybridView(change);
            // The connector makes the slot; the database and its tables are made before the plan, the lake's by jobs;
            // whoever schedules reads what the home remembers.
            case SLOT, DATABASE, SOURCE_TABLES, SCHEDULE -> {}
        }
    }

    private void captureFully(TableDeclaration table) {
        var what = "REPLICA IDENTITY FULL of " + table.qualifiedName();
        transactions.until(what, () -> source.captureFullyUnlessUsed(table)).ifPresent(user -> {
            throw new Failure(TransactionWait.message(what, user) + "; lakehouse apply "
                    + pipeline().name() + " goes on");
        });
        deadline.restart();
    }

    /** It is made with the other views, once all tables are there. */
    private void goldView(Change change) {
        if (change.action() == Action.DELETE) {
            new GoldViews(blueprint).drop(change.name());
        }
    }

    /** It is made with the others, once all tables are there. */
    private void hybridView(Change change) {
        if (change.action() == Action.DELETE) {
            new HybridViews(blueprint).drop(GoldFields.pipeline(change.name()), GoldFields.view(change.name()));
        }
    }

    private Pipeline pipeline() {
        return target.plan().pipeline();
    }

    private void topic(Change change) {
        try (var topics = new Topics(addresses.kafka())) {
            if (change.action() == Action.DELETE) {
                topics.delete(List.of(change.name()));
                return;
            }
            var wanted = target.topics().stream()
                    .filter(topic -> topic.name().equals(change.name()))
                    .toList();
            if (change.action() == Action.CREATE) {
                topics.create(wanted);
            } else {
                wanted.forEach(topics::configure);
            }
        }
    }

    /** Schema and table go together: applying one applies the other, and the second time changes nothing. */
    private void pinot(Change change) {
        var deployment = new PinotTableDeployment(new JsonRest(addresses.pinotController()));
        if (change.action() == Action.DELETE) {
            deployment.delete(change.name());
        } else {
            target.pinotTables().stream()
                    .filter(table -> table.name().equals(change.name()))
                    .forEach(deployment::apply);
        }
    }

    private void job(Change change) throws IOException {
        var jobs = new FlinkJobs(addresses.flink());
        if (change.action() == Action.DELETE) {
            var job = jobs.alive(change.name());
            if (job.isPresent()) {
                jobs.cancel(job.get().id());
            }
            return;
        }
        for (var submission : target.jobs()) {
            if (submission.name().equals(change.name())) {
                new JobRollout(jobs).roll(submission, deadline);
            }
        }
    }

    private void connector(Change change) throws IOException {
        var connectors = new Connectors(addresses.connect());
        connectors.requirePlugins(target.connector());
        connectors.deploy(change.name(), target.connector());
    }

    /**
     * Waits until jobs and capture work.
     *
     * @param limit how long the capture may take to begin
     * @return the open transaction that the capture still waits for, one line; empty when it has begun
     * @throws Failure when they do not in time
     */
    Optional<String> awaitRunning(Duration limit) throws IOException {
        var jobs = new FlinkJobs(addresses.flink());
        for (Submission submission : target.jobs()) {
            deadline.await("the Flink job " + submission.name() + " runs", () -> {
                var job = jobs.alive(submission.name());
                return job.isPresent()
                        && job.get().isRunning()
                        && jobs.allTasksRun(job.get().id());
            });
        }
        return new CaptureStart(
                        new Connectors(addresses.connect()),
                        source,
                        pipeline().name(),
                        pipeline().slot())
                .await(limit, transactions);
    }
}
