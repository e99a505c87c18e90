package io.lakehouse.platform.lanes;

import io.lakehouse.contract.declaration.Pipeline;
import io.lakehouse.platform.capture.Connectors;
import io.lakehouse.platform.config.DeclaredPipeline;
import io.lakehouse.platform.engine.ConfigurationFile;
import io.lakehouse.platform.engine.Failure;
import io.lakehouse.platform.plan.Blueprint;
import io.lakehouse.platform.plan.PipelineTarget;
import io.lakehouse.platform.plan.SourceAccess;
import io.lakehouse.platform.plan.diff.Change;
import io.lakehouse.platform.plan.diff.Change.Verdict;
import io.lakehouse.platform.plan.diff.ChangePlan;
import io.lakehouse.platform.plan.diff.Kind;
import io.lakehouse.platform.source.SourceDatabase;
import io.lakehouse.platform.source.SourceIncarnation;
import io.lakehouse.platform.stream.RouteChannel;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * One declared pipeline against running engines: looks at what there is, computes what differs from the declaration,
 * and makes it so. {@code up}, {@code plan}, {@code apply} and {@code drift} all come through here.
 */
public final class PipelineApplication {
    private static final Duration LIMIT = Duration.ofSeconds(120);

    private final Blueprint blueprint;
    private final DeclaredPipeline declared;
    private final SourceDatabase source;
    private final SourcePreparation preparation;

    /** The application of a declared pipeline to the engines of a blueprint. */
    public PipelineApplication(Blueprint blueprint, DeclaredPipeline declared) {
        this.blueprint = blueprint;
        this.declared = declared;
        var access = new SourceAccess(blueprint);
        this.source = new SourceDatabase(access.source(declared));
        this.preparation = new SourcePreparation(blueprint.home(), declared, access, source);
    }

    /** What happens to steps that lose something. */
    public enum Destruction {
        /** With one of them nothing at all is done. */
        REFUSED,
        /** They are left out. */
        POSTPONED,
        /** They are taken. */
        ALLOWED
    }

    /**
     * What applying the pipeline would change; changes nothing itself.
     *
     * @throws Failure when the declaration does not fit the source, or an engine does not answer
     */
    public Proposal plan() throws IOException {
        var missing = preparation.missing();
        if (!missing.isEmpty()) {
            return new Proposal(
                    name(),
                    new ChangePlan(missing),
                    List.of("what follows from the tables can be told once they are there; apply makes it too"));
        }
        var difference = difference();
        var notes = new ArrayList<>(LakeNotes.of(blueprint, difference.target().plan()));
        difference
                .added()
                .forEach(table -> notes.add("rows that " + table.qualifiedName()
                        + " holds are read once its changes are captured, by a connector of their own"));
        return new Proposal(name(), difference.plan(), notes);
    }

    /** Configuration of its connector; changes nothing. */
    Map<String, String> connector() {
        return target(CaptureEpoch.of(blueprint.home(), name()), Lanes.applied(blueprint.home(), name()))
                .connector();
    }

    /**
     * Creates or updates the connector of an applied pipeline, and nothing else.
     *
     * @return the step that was taken, or none
     * @throws Failure when the pipeline was never applied: a connector needs more than itself
     */
    public Proposal deployConnector() throws IOException {
        try (var lock = PipelineLock.acquire(blueprint.home(), name(), new Deadline(LIMIT))) {
            if (Lanes.applied(blueprint.home(), name()).isEmpty()) {
                throw new Failure("pipeline " + name() + " has not been applied: lakehouse apply " + name()
                        + " makes its connector with everything that it needs");
            }
            var difference = difference();
            difference.requireAllowed(Destruction.POSTPONED);
            writeSecrets();
            var steps = difference.plan().changes().stream()
                    .filter(change -> change.kind() == Kind.CONNECTOR)
                    .toList();
            var execution = new Execution(
                    blueprint,
                    difference.target(),
                    source,
                    new Deadline(LIMIT),
                    transactionWait(Destruction.POSTPONED, step -> {}));
            for (var step : steps) {
                execution.execute(step);
            }
            return new Proposal(name(), new ChangePlan(steps), List.of());
        }
    }

    /**
     * Applies the pipeline: exactly the steps of {@link #plan}, in their order. Doing it again changes nothing.
     *
     * @param destruction what happens to steps that lose something
     * @param progress told each step in a few words
     * @return the steps that were taken, those that were postponed among the notes
     * @throws Failure when a step is refused or fails; what was done until then stays, and applying again goes on
     */
    public Proposal apply(Destruction destruction, Consumer<String> progress) throws IOException {
        var deadline = new Deadline(LIMIT);
        try (var lock = PipelineLock.acquire(blueprint.home(), name(), deadline)) {
            progress.accept("preparing the source");
            var made = preparation.missing();
            preparation.prepare();
            requireUnbroken();
            var difference = difference();
            difference.requireAllowed(destruction);
            writeSecrets();
            var steps = difference.plan().changes().stream()
                    .filter(change -> change.verdict() == Verdict.SAFE || destruction == Destruction.ALLOWED)
                    .toList();
            var takeUp = new TakeUp(
                    new LateSnapshots(blueprint.home(), name()),
                    new Connectors(blueprint.addresses().connect()),
                    source,
                    deadline);
            takeUp.expect(pipeline().tables(), difference.added());
            var execution = new Execution(
                    blueprint, difference.target(), source, deadline, transactionWait(destruction, progress));
            if (!steps.isEmpty()) {
                execute(difference, steps, takeUp, execution, progress);
            }
            if (takeUp.isToSwitch()) {
                // An application broke off after it had changed the connector.
                takeUp.switchOver(difference.target().connector());
            }
            Optional<String> waiting = Optional.empty();
            if (!steps.isEmpty() || destruction == Destruction.POSTPONED || takeUp.isDue()) {
                progress.accept("waiting for the jobs and the capture");
                waiting = execution.awaitRunning(LIMIT);
            }
            var notes = new ArrayList<>(
                    waiting.isPresent()
                            ? List.of()
                            : takeUp.read(difference.target().connector()));
            difference.remember(blueprint.home(), steps);
            tellRoutes(difference);
            makeViews(difference, notes);
            if (waiting.isPresent()) {
                notes.add("the capture begins by itself: " + waiting.get());
            } else {
                CaptureEpoch.of(blueprint.home(), name())
                        .seenOn(
                                SourceIncarnation.of(source.address()),
                                source.slot(pipeline().slot()))
                        .save(blueprint.home(), name());
            }
            ApplicationFailure.forget(blueprint.home(), name());
            difference.plan().changes().stream()
                    .filter(change -> !steps.contains(change))
                    .forEach(change -> notes.add("left out, since " + change.reason() + ": " + change.title()
                            + "; lakehouse apply " + name() + " --allow-destroy does it"));
            return new Proposal(
                    name(),
                    new ChangePlan(Stream.concat(made.stream(), steps.stream()).toList()),
                    notes);
        }
    }

    /** Who postpones has other pipelines that wait behind this one. */
    private static TransactionWait transactionWait(Destruction destruction, Consumer<String> progress) {
        return destruction == Destruction.POSTPONED
                ? TransactionWait.limited(progress, LIMIT)
                : TransactionWait.patient(progress);
    }

    /** A capture with a gap is stopped for good: to go on as if nothing were missing would be the worse end. */
    private void requireUnbroken() throws IOException {
        var connectors = new Connectors(blueprint.addresses().connect());
        var missing = new CaptureGuard(blueprint.home(), name(), pipeline().slot(), source, connectors).look();
        if (missing.isPresent()) {
            throw new Failure(missing.get());
        }
    }

    /** Tells the jobs that run already; the stores are ready by now. */
    private void tellRoutes(Difference difference) {
        new RouteChannel(blueprint.addresses().kafka())
                .publish(name(), difference.target().plan().routes());
    }

    /** They need nothing but what is there by now. Without them the lanes work as well, and the supervisor tries again. */
    private void makeViews(Difference difference, List<String> notes) {
        try {
            new FederatedSource(blueprint, name()).ensure(source.address());
            new HybridViews(blueprint).replace(difference.target().plan());
            notes.addAll(new GoldViews(blueprint).replace(difference.target().plan()));
        } catch (Failure e) {
            notes.add("the views over lake and tail follow once they can be made: " + e.getMessage());
        }
        HybridViews.refused(difference.target().plan()).forEach(notes::add);
    }

    /** Also without a step: a secret that was changed is the same configuration. */
    private void writeSecrets() {
        var access = new SourceAccess(blueprint);
        if (blueprint.selection().hasLake()) {
            access.s3Credentials();
        }
        var secrets = new TreeMap<>(access.captureSecrets(declared));
        secrets.put(ConnectorSource.PASSWORD, source.address().password());
        ConfigurationFile.writeProperties(
                new ConnectorSource(blueprint, source.address()).passwordFile(name()), secrets);
    }

    private void execute(
            Difference difference, List<Change> steps, TakeUp takeUp, Execution execution, Consumer<String> progress)
            throws IOException {
        var epoch = CaptureEpoch.of(blueprint.home(), name());
        epoch.save(blueprint.home(), name());
        // Before the first step: whatever is made from here on can be found again, also after a crash.
        difference.remember(blueprint.home(), List.of());
        for (var step : steps) {
            progress.accept(step.title());
            if (step.kind() == Kind.FLINK_JOB) {
                // What the channel said last counts more than what a job is started with.
                tellRoutes(difference);
            }
            if (step.kind() == Kind.CONNECTOR && takeUp.isToSwitch()) {
                takeUp.switchOver(difference.target().connector());
            } else {
                execution.execute(step);
            }
        }
    }

    private PipelineTarget target(CaptureEpoch epoch, Optional<AppliedPipeline> before) {
        return PipelineTarget.of(
                blueprint,
                preparation.plan(before.map(AppliedPipeline::routes).orElse(List.of())),
                new ConnectorSource(blueprint, source.address()).address(name()),
                epoch.number(),
                () -> PinotTableSetup.release(blueprint));
    }

    private Difference difference() throws IOException {
        var before = Lanes.applied(blueprint.home(), name());
        var epoch = CaptureEpoch.of(blueprint.home(), name());
        return Difference.of(blueprint, declared, source, target(epoch, before), before, epoch);
    }

    private String name() {
        return pipeline().name();
    }

    private Pipeline pipeline() {
        return declared.pipeline();
    }
}
