package io.lakehouse.platform.lanes;

import io.lakehouse.contract.declaration.Pipeline;
import io.lakehouse.platform.capture.Connectors;
import io.lakehouse.platform.plan.Blueprint;
import io.lakehouse.platform.plan.PipelinePlan;
import io.lakehouse.platform.source.SharedConnections;
import io.lakehouse.platform.source.SourceDatabase;
import io.lakehouse.platform.stream.FlinkJobs;
import io.lakehouse.platform.stream.FlinkJobs.Submission;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One applied pipeline on running engines: mends what breaks. */
final class PipelineLanes {
    private static final Logger LOG = LoggerFactory.getLogger(PipelineLanes.class);

    private final Blueprint blueprint;
    private final AppliedPipeline applied;
    private final PipelinePlan plan;
    private final FlinkJobs jobs;
    private final List<Submission> submissions;
    private final TableKeeper tables;
    private final ViewKeeper views;
    private final CaptureGuard guard;
    private final ConnectorKeeper connector;
    private final LateSnapshotKeeper rows;

    PipelineLanes(Blueprint blueprint, AppliedPipeline applied) {
        this.blueprint = blueprint;
        this.applied = applied;
        this.plan = applied.plan();
        this.jobs = new FlinkJobs(blueprint.addresses().flink());
        this.submissions = applied.submissions(blueprint);
        this.tables = new TableKeeper(blueprint, applied);
        this.views = new ViewKeeper(blueprint, applied);
        var source = new SourceDatabase(Lanes.source(blueprint, applied));
        var slot = plan.pipeline().slot();
        var connectors = new Connectors(blueprint.addresses().connect());
        this.guard = new CaptureGuard(blueprint.home(), applied.name(), slot, source, connectors);
        this.connector = new ConnectorKeeper(blueprint.home(), applied.name(), slot, source, connectors);
        this.rows = new LateSnapshotKeeper(new LateSnapshots(blueprint.home(), applied.name()), connectors);
    }

    /** What it was applied as. */
    AppliedPipeline applied() {
        return applied;
    }

    String name() {
        return pipeline().name();
    }

    /**
     * Mends what can be mended and tells what does not work, in a few words each; nothing when all does. An engine that
     * is away keeps nothing else from being looked after.
     */
    List<String> keep() {
        var problems = new ArrayList<String>();
        try (var held = SharedConnections.hold()) {
            attempt(problems, () -> keepCapture(problems));
            attempt(problems, () -> problems.addAll(rows.keep()));
            for (var submission : submissions) {
                attempt(problems, () -> keepJob(submission, problems));
            }
            attempt(problems, () -> problems.addAll(tables.keep()));
            attempt(problems, () -> problems.addAll(views.keep()));
        }
        return problems;
    }

    private interface Care {
        void take() throws Exception;
    }

    private void attempt(List<String> problems, Care care) {
        try {
            care.take();
        } catch (Exception e) {
            LOG.debug("keeping failed pipeline={}", name(), e);
            problems.add(String.valueOf(e.getMessage()));
        }
    }

    private void keepCapture(List<String> problems) throws IOException {
        guard.expectSlot();
        var gap = guard.look();
        if (gap.isPresent()) {
            problems.add(gap.get());
        } else {
            problems.addAll(connector.keep());
        }
    }

    private Pipeline pipeline() {
        return plan.pipeline();
    }

    private void startUnlessAlive(Submission submission) throws IOException {
        if (jobs.alive(submission.name()).isEmpty()) {
            var id = jobs.submit(submission);
            LOG.info("job submitted job={} id={}", submission.name(), id);
        }
    }

    private void keepJob(Submission submission, List<String> problems) throws IOException {
        var job = jobs.alive(submission.name());
        if (job.isEmpty()) {
            problems.add("job " + submission.name() + " was started again from its newest checkpoint");
            startUnlessAlive(submission);
        } else if (!job.get().isRunning()) {
            problems.add("job " + submission.name() + " is " + job.get().state().toLowerCase(Locale.ROOT)
                    + jobs.failure(job.get().id()).map(reason -> ": " + reason).orElse(""));
        }
    }
}
