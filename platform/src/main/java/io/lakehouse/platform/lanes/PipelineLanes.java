package io.lakehouse.platform.lanes;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.lakehouse.contract.declaration.Pipeline;
import io.lakehouse.contract.declaration.TableShape;
import io.lakehouse.contract.job.TableRoute;
import io.lakehouse.platform.capture.Connector;
import io.lakehouse.platform.capture.Connectors;
import io.lakehouse.platform.config.DeclaredPipeline;
import io.lakehouse.platform.engine.Failure;
import io.lakehouse.platform.engine.rest.JsonRest;
import io.lakehouse.platform.plan.Addresses;
import io.lakehouse.platform.plan.Blueprint;
import io.lakehouse.platform.plan.PipelinePlan;
import io.lakehouse.platform.plan.SourceAccess;
import io.lakehouse.platform.realtime.PinotTableDeployment;
import io.lakehouse.platform.realtime.PinotTables;
import io.lakehouse.platform.source.DatabaseAddress;
import io.lakehouse.platform.source.SourceDatabase;
import io.lakehouse.platform.stream.FlinkJobs;
import io.lakehouse.platform.stream.FlinkJobs.Submission;
import io.lakehouse.platform.stream.Topics;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One pipeline on running engines: makes everything that it declares and mends what breaks. */
final class PipelineLanes {
    private static final Logger LOG = LoggerFactory.getLogger(PipelineLanes.class);
    private static final Duration START_LIMIT = Duration.ofSeconds(90);
    private static final long RESTART_PAUSE_NANOS = Duration.ofSeconds(5).toNanos();

    private final Blueprint blueprint;
    private final DeclaredPipeline declared;
    private final DatabaseAddress source;
    private final Addresses addresses;
    private final Connectors connectors;
    private final FlinkJobs jobs;

    private List<Submission> submissions = List.of();
    private long lastConnectorRestart;

    PipelineLanes(Blueprint blueprint, DeclaredPipeline declared) {
        this.blueprint = blueprint;
        this.declared = declared;
        this.addresses = blueprint.addresses();
        this.source = new SourceAccess(blueprint).source(declared);
        this.connectors = new Connectors(addresses.connect());
        this.jobs = new FlinkJobs(addresses.flink());
    }

    String name() {
        return pipeline().name();
    }

    /**
     * Makes everything that the pipeline declares, from the source to the stores. Doing it again changes nothing.
     *
     * @param progress told each step in a few words
     */
    void apply(Consumer<String> progress) throws Exception {
        progress.accept("preparing the source");
        var shapes = prepareSource();
        var plan = PipelinePlan.of(pipeline(), shapes);
        progress.accept("creating topics");
        try (var topics = new Topics(addresses.kafka())) {
            topics.create(plan.topics());
        }
        if (blueprint.selection().hasRealtime()) {
            progress.accept("creating Pinot tables");
            createPinotTables(plan);
        }
        progress.accept("starting the jobs");
        submissions = submissions(plan);
        for (var submission : submissions) {
            startUnlessAlive(submission);
        }
        progress.accept("starting the capture");
        deployConnector(shapes);
        awaitRunning();
        Lanes.remember(blueprint, plan);
    }

    /** Mends what can be mended and tells what does not work, in a few words each; nothing when all does. */
    List<String> keep() throws IOException {
        var problems = new ArrayList<String>();
        if (new SourceDatabase(source).slot(pipeline().slot()).isEmpty()) {
            problems.add("the replication slot " + pipeline().slot() + " is gone: changes are lost");
        }
        keepConnector(problems);
        for (var submission : submissions) {
            keepJob(submission, problems);
        }
        return problems;
    }

    private Pipeline pipeline() {
        return declared.pipeline();
    }

    private List<TableShape> prepareSource() {
        var database = new SourceDatabase(source);
        var tables = pipeline().tables();
        declared.setup().ifPresent(setup -> database.setUp(tables, setup));
        database.requireCapture(pipeline().slot(), pipeline().publication());
        var shapes = new ArrayList<TableShape>();
        for (var index = 0; index < tables.size(); index++) {
            shapes.add(database.shape(tables.get(index), declared.table(index)));
        }
        tables.forEach(database::captureFully);
        database.publish(pipeline().publication(), tables);
        return shapes;
    }

    private void createPinotTables(PipelinePlan plan) {
        var deployment = new PinotTableDeployment(new JsonRest(addresses.pinotController()));
        for (var index = 0; index < plan.routes().size(); index++) {
            TableRoute route = plan.routes().get(index);
            var table = pipeline().tables().get(index);
            if (!route.currentTopic().isEmpty()) {
                deployment.apply(PinotTables.current(
                        route.shape(),
                        route.currentTopic(),
                        route.currentTopic(),
                        addresses.kafka(),
                        table.current().options()));
            }
            if (!route.historyTopic().isEmpty()) {
                deployment.apply(PinotTables.history(
                        route.shape(),
                        route.historyTopic(),
                        route.historyTopic(),
                        addresses.kafka(),
                        table.history().options()));
            }
        }
    }

    private List<Submission> submissions(PipelinePlan plan) throws JsonProcessingException {
        var all = new ArrayList<Submission>();
        if (blueprint.selection().hasRealtime() && plan.hasRealtime()) {
            var checkpoints = blueprint.checkpoints(plan.realtimeJobName());
            all.add(new Submission(
                    plan.realtimeJobName(),
                    blueprint.streamJar(),
                    "io.lakehouse.stream.RealtimeJob",
                    specification(plan.realtimeJob(addresses.kafka(), checkpoints)),
                    checkpoints));
        }
        if (blueprint.selection().hasLake() && plan.hasLake()) {
            var checkpoints = blueprint.checkpoints(plan.bronzeJobName());
            all.add(new Submission(
                    plan.bronzeJobName(),
                    blueprint.streamJar(),
                    "io.lakehouse.stream.BronzeJob",
                    specification(plan.bronzeJob(addresses.kafka(), checkpoints, new SourceAccess(blueprint).lake())),
                    checkpoints));
        }
        return all;
    }

    private static List<String> specification(Object spec) throws JsonProcessingException {
        return List.of("--spec", JsonRest.JSON.writeValueAsString(spec));
    }

    private void startUnlessAlive(Submission submission) throws IOException {
        if (jobs.alive(submission.name()).isEmpty()) {
            var id = jobs.submit(submission);
            LOG.info("job submitted job={} id={}", submission.name(), id);
        }
    }

    private void deployConnector(List<TableShape> shapes) throws IOException {
        var epoch = CaptureEpoch.of(blueprint.home(), name());
        requireSlot(epoch);
        epoch.save(blueprint.home(), name());
        connectors.deploy(
                Connector.name(name()), Connector.configuration(pipeline(), connectorSource(), epoch.number(), shapes));
    }

    /** A slot that was there and is gone took changes with it: going on as if nothing had happened would lose them. */
    private void requireSlot(CaptureEpoch epoch) {
        if (epoch.slotSeen()
                && new SourceDatabase(source).slot(pipeline().slot()).isEmpty()) {
            throw new Failure(
                    "the replication slot " + pipeline().slot() + " is gone from " + source.database()
                            + ": changes since its last position are lost; take the platform down, purge the home, and start anew");
        }
    }

    private Connector.SourceAddress connectorSource() {
        var passwordFile = blueprint.home().secrets().resolve("source-" + name() + ".properties");
        var secrets = new TreeMap<>(new SourceAccess(blueprint).captureSecrets(declared));
        secrets.put("password", source.password());
        io.lakehouse.platform.engine.ConfigurationFile.writeProperties(passwordFile, secrets);
        return new Connector.SourceAddress(
                source.host(), source.port(), source.database(), source.user(), passwordFile, "password");
    }

    private void awaitRunning() {
        var deadline = new Deadline(START_LIMIT);
        for (var submission : submissions) {
            deadline.await("the Flink job " + submission.name() + " runs", () -> {
                var job = jobs.alive(submission.name());
                return job.isPresent()
                        && job.get().isRunning()
                        && jobs.allTasksRun(job.get().id());
            });
        }
        deadline.await("the connector " + Connector.name(name()) + " runs", () -> {
            var state = connectors.state(Connector.name(name()));
            if (state.isPresent() && state.get().hasFailed()) {
                throw new IllegalStateException(state.get().reason());
            }
            return state.isPresent() && state.get().isRunning();
        });
        deadline.await(
                "the replication slot " + pipeline().slot() + " is there",
                () -> new SourceDatabase(source).slot(pipeline().slot()).isPresent());
        new CaptureEpoch(CaptureEpoch.of(blueprint.home(), name()).number(), true).save(blueprint.home(), name());
    }

    private void keepConnector(List<String> problems) throws IOException {
        var name = Connector.name(name());
        var state = connectors.state(name);
        if (state.isEmpty()) {
            problems.add("the connector is gone");
        } else if (state.get().hasFailed()) {
            problems.add("the connector failed: " + state.get().reason());
            if (System.nanoTime() - lastConnectorRestart > RESTART_PAUSE_NANOS) {
                LOG.warn("restarting connector={} reason={}", name, state.get().reason());
                connectors.restart(name);
                lastConnectorRestart = System.nanoTime();
            }
        } else if (!state.get().isRunning()) {
            problems.add("the connector is " + state.get().connector().toLowerCase(java.util.Locale.ROOT));
        }
    }

    private void keepJob(Submission submission, List<String> problems) throws IOException {
        var job = jobs.alive(submission.name());
        if (job.isEmpty()) {
            problems.add("job " + submission.name() + " was started again from its newest checkpoint");
            startUnlessAlive(submission);
        } else if (!job.get().isRunning()) {
            problems.add("job " + submission.name() + " is " + job.get().state().toLowerCase(java.util.Locale.ROOT)
                    + jobs.failure(job.get().id()).map(reason -> ": " + reason).orElse(""));
        }
    }
}
