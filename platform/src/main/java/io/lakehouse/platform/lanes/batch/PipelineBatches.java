package io.lakehouse.platform.lanes.batch;

import io.lakehouse.contract.declaration.BatchDeclaration;
import io.lakehouse.contract.job.Upkeep;
import io.lakehouse.platform.engine.Failure;
import io.lakehouse.platform.engine.Site;
import io.lakehouse.platform.lanes.HybridViews;
import io.lakehouse.platform.lanes.Lanes;
import io.lakehouse.platform.lanes.PublishedStates;
import io.lakehouse.platform.plan.Blueprint;
import io.lakehouse.platform.plan.PipelinePlan;
import io.lakehouse.platform.plan.SourceAccess;
import io.lakehouse.platform.supervise.BatchHistory;
import io.lakehouse.platform.supervise.BatchRun;
import io.lakehouse.platform.supervise.BatchRunner;
import io.lakehouse.platform.supervise.Daemon;
import io.lakehouse.platform.supervise.EngineState;
import io.lakehouse.platform.supervise.PlatformState;
import io.lakehouse.platform.supervise.SessionLimits;
import io.lakehouse.platform.supervise.SparkCommand;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs batches of applied pipelines: every run comes through here, whoever starts it. */
public final class PipelineBatches implements ScheduledRuns {
    private static final Logger LOG = LoggerFactory.getLogger(PipelineBatches.class);
    private static final long POLL_MILLIS = 500;
    private static final long MEBIBYTE = 1024 * 1024;
    /** No writer of the lake holds a file for longer before it commits it: a run's limit is far below. */
    private static final Duration SETTLED = Duration.ofDays(1);

    private final Blueprint blueprint;
    private final BatchRunner runner;

    private PipelineBatches(Blueprint blueprint, BatchRunner runner) {
        this.blueprint = blueprint;
        this.runner = runner;
    }

    /**
     * Those of a platform, each in a JVM of its own.
     *
     * @param spark where Spark lives
     * @param master Spark's master URL
     */
    public static PipelineBatches fresh(Blueprint blueprint, Site spark, String master) {
        return new PipelineBatches(
                blueprint,
                BatchRunner.fresh(command(blueprint, spark, master), lease(blueprint), publications(blueprint)));
    }

    /** Those of a platform that is up, in one Spark that stays unless the settings say otherwise. */
    static PipelineBatches ofSupervisor(Blueprint blueprint, Site spark) {
        var settings = blueprint.settings().spark();
        if (!settings.resident()) {
            return fresh(blueprint, spark, settings.master());
        }
        var limits = new SessionLimits(
                settings.idle(), settings.lifetime(), spark.entry().memory() * MEBIBYTE);
        return new PipelineBatches(
                blueprint,
                BatchRunner.resident(
                        command(blueprint, spark, settings.master()),
                        lease(blueprint),
                        limits,
                        publications(blueprint)));
    }

    private static BatchRunner.Publications publications(Blueprint blueprint) {
        return runId -> new PublishedStates(blueprint).hasPublished(runId);
    }

    private static SparkCommand command(Blueprint blueprint, Site spark, String master) {
        return new SparkCommand(
                spark, blueprint.lakeJar(), master, blueprint.settings().spark().options());
    }

    private static PipelineLease lease(Blueprint blueprint) {
        return new PipelineLease(new SourceAccess(blueprint).orchestration());
    }

    /** The Spark that stays between runs; empty when there is none now. */
    Optional<EngineState> session() {
        return runner.session();
    }

    /**
     * Asks the platform that is up in the home for a run or upkeep and waits for its end: there is a Spark that stays.
     *
     * @return how it ended, empty when another run of the pipeline is under way; and nothing at all when the platform is
     *     down or takes no requests
     * @throws Failure when it could not be started
     */
    private Optional<Optional<BatchRun>> ask(
            String pipeline, int attempt, String startedBy, Optional<Duration> timeout, BatchRun.Kind kind) {
        var supervisor = new Daemon(blueprint.home()).state().map(PlatformState::supervisor);
        if (supervisor.isEmpty()) {
            return Optional.empty();
        }
        var request = BatchDesk.Request.of(pipeline, attempt, startedBy, timeout, kind);
        return new BatchDesk(blueprint.home()).ask(supervisor.get(), request).map(answer -> {
            if (!answer.failure().isEmpty()) {
                throw new Failure(answer.failure());
            }
            return Optional.ofNullable(answer.run());
        });
    }

    /**
     * Runs one batch to its end.
     *
     * @param attempt which try it is, from 1
     * @param startedBy who starts it, as {@link BatchRun#startedBy}
     * @param timeout how long it may take; as the pipeline declares when it is empty
     * @return how it ended; empty when another run of the pipeline is under way
     * @throws Failure when it cannot be started: the pipeline is not applied or has nothing in the lake, or PostgreSQL,
     *     which keeps the lease, does not answer
     */
    public Optional<BatchRun> run(String pipeline, int attempt, String startedBy, Optional<Duration> timeout) {
        var plan = planned(pipeline);
        var lake = new SourceAccess(blueprint).lake();
        var limit = timeout.orElse(plan.pipeline().batch().timeout());
        var ended = runner.run(
                new BatchRunner.Request(pipeline, limit, attempt, startedBy),
                (runId, report, abandoned) -> plan.batch(runId, lake, report, abandoned));
        if (ended.filter(BatchRun::succeeded).isPresent()) {
            new HybridViews(blueprint).replaceAfterRun(pipeline).forEach(LOG::warn);
        }
        return ended;
    }

    /** Runs one batch to its end, in the Spark of the platform that is up if it has one that stays. */
    public Optional<BatchRun> start(String pipeline, int attempt, String startedBy, Optional<Duration> timeout) {
        return ask(pipeline, attempt, startedBy, timeout, BatchRun.Kind.RUN)
                .orElseGet(() -> run(pipeline, attempt, startedBy, timeout));
    }

    /**
     * Makes the upkeep of a pipeline's tables in the lake, to its end.
     *
     * @param timeout how long it may take; as long as a run when it is empty
     * @return how it ended; empty when a run of the pipeline is under way
     * @throws Failure as {@link #run(String, int, String, Optional)}
     */
    public Optional<BatchRun> upkeep(String pipeline, String startedBy, Optional<Duration> timeout) {
        var plan = planned(pipeline);
        var lake = new SourceAccess(blueprint).lake();
        var batch = plan.pipeline().batch();
        takeAwayLeftTags();
        var upkeep = Upkeep.of(
                batch.timeTravel().toMillis(),
                SETTLED.toMillis(),
                new BronzeWriter(blueprint.addresses().flink()).hasCommitted(plan.bronzeJobName()));
        return runner.run(
                new BatchRunner.Request(pipeline, timeout.orElse(batch.timeout()), 1, startedBy),
                (runId, report, abandoned) ->
                        plan.batch(runId, lake, report, abandoned).with(upkeep));
    }

    /** What a tag names is kept, so that those go first that a query left which was killed. */
    private void takeAwayLeftTags() {
        try {
            new PublishedStates(blueprint).takeAwayLeft(Instant.now().minus(SETTLED));
        } catch (Failure e) {
            LOG.warn("tags that queries left stay until the next upkeep", e);
        }
    }

    /** Likewise, in the Spark of the platform that is up if it has one that stays. */
    public Optional<BatchRun> startUpkeep(String pipeline, String startedBy, Optional<Duration> timeout) {
        return ask(pipeline, 1, startedBy, timeout, BatchRun.Kind.UPKEEP)
                .orElseGet(() -> upkeep(pipeline, startedBy, timeout));
    }

    private PipelinePlan planned(String pipeline) {
        var plan = Lanes.plan(blueprint, pipeline);
        if (!plan.hasLake()) {
            throw new Failure("pipeline " + pipeline + " keeps no table in the lake: there is nothing to run");
        }
        return plan;
    }

    /**
     * Runs one batch to its end, after the one that is under way if somebody else has started one.
     *
     * @param patience how long to wait for that one
     * @throws Failure when it is still under way then
     */
    public BatchRun runAfterOthers(String pipeline, Duration patience) {
        var end = System.nanoTime() + patience.toNanos();
        while (true) {
            var ended = start(pipeline, 1, BatchRun.COMMAND_LINE, Optional.empty());
            if (ended.isPresent()) {
                return ended.get();
            }
            if (System.nanoTime() > end) {
                throw new Failure("a batch of " + pipeline + " that somebody else has started is still under way after "
                        + patience.toSeconds() + " s; see lakehouse batch history " + pipeline);
            }
            try {
                Thread.sleep(POLL_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new Failure("interrupted", e);
            }
        }
    }

    @Override
    public Optional<BatchRun> run(String pipeline, int attempt) {
        var ended = run(pipeline, attempt, BatchRun.SCHEDULER, Optional.empty());
        if (ended.filter(BatchRun::succeeded).isPresent() && isUpkeepDue(pipeline)) {
            try {
                upkeep(pipeline, BatchRun.SCHEDULER, Optional.empty())
                        .filter(upkeep -> !upkeep.succeeded())
                        .ifPresent(upkeep -> LOG.warn("pipeline={} upkeep failed: {}", pipeline, upkeep.reason()));
            } catch (Failure e) {
                // The run is published all the same; the next one is followed by another try.
                LOG.warn("pipeline={} upkeep could not be started", pipeline, e);
            }
        }
        return ended;
    }

    private boolean isUpkeepDue(String pipeline) {
        var every = Lanes.plan(blueprint, pipeline).pipeline().batch().upkeep();
        var history = new BatchHistory(blueprint.home(), pipeline);
        var last = history.last(BatchRun.Kind.UPKEEP).or(history::first);
        return UpkeepDue.isDue(every, last, history.publishedSinceUpkeep(), Instant.now());
    }

    @Override
    public Map<String, BatchDeclaration> pipelines() {
        var pipelines = new LinkedHashMap<String, BatchDeclaration>();
        for (var name : Lanes.names(blueprint.home())) {
            var plan = Lanes.plan(blueprint, name);
            if (plan.hasLake()) {
                pipelines.put(name, plan.pipeline().batch());
            }
        }
        return pipelines;
    }

    @Override
    public Optional<Instant> lastStart(String pipeline) {
        return new BatchHistory(blueprint.home(), pipeline)
                .last(BatchRun.Kind.RUN)
                .map(run -> Instant.parse(run.started()));
    }

    @Override
    public void stop() {
        runner.stop();
    }
}
