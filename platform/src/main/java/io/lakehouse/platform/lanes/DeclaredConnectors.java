package io.lakehouse.platform.lanes;

import io.lakehouse.contract.declaration.Source;
import io.lakehouse.platform.capture.Connector;
import io.lakehouse.platform.capture.Connectors;
import io.lakehouse.platform.config.DeclaredPipeline;
import io.lakehouse.platform.engine.Failure;
import io.lakehouse.platform.plan.Blueprint;
import io.lakehouse.platform.plan.SourceAccess;
import io.lakehouse.platform.source.CaptureLag;
import io.lakehouse.platform.source.ReplicationSlot;
import io.lakehouse.platform.source.SourceDatabase;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The connectors of the declared pipelines. */
public final class DeclaredConnectors {
    /** Fields of the declaration by the settings that are made of them; any other setting is one of {@code capture}. */
    private static final Map<String, String> PLACES = Map.ofEntries(
            Map.entry("database.hostname", "source.host"),
            Map.entry("database.port", "source.port"),
            Map.entry("database.dbname", "source.database"),
            Map.entry("database.user", "source.user"),
            Map.entry("database.password", "source.password"),
            Map.entry("topic.prefix", "name"),
            Map.entry("slot.name", "name"),
            Map.entry("publication.name", "name"),
            Map.entry("table.include.list", "tables"),
            Map.entry("column.exclude.list", "tables"),
            Map.entry("message.key.columns", "tables"));

    private final Blueprint blueprint;
    private final Connectors connect;

    /** The connectors of a blueprint's pipelines. */
    public DeclaredConnectors(Blueprint blueprint) {
        this.blueprint = blueprint;
        this.connect = new Connectors(blueprint.addresses().connect());
    }

    /** The pipelines whose connector is meant: all that are on, or the one of this pipeline or connector. */
    public List<DeclaredPipeline> named(@Nullable String name) {
        if (name == null) {
            return Lanes.active(blueprint);
        }
        return find(name)
                .map(List::of)
                .orElseThrow(() -> new Failure("no connector is named " + name + "; declared are "
                        + blueprint.pipelines().all().stream()
                                .map(DeclaredConnectors::name)
                                .toList()));
    }

    /** Whether a pipeline or a connector has this name. */
    public boolean has(String name) {
        return find(name).isPresent();
    }

    private Optional<DeclaredPipeline> find(String name) {
        return blueprint.pipelines().all().stream()
                .filter(declared -> declared.pipeline().name().equals(name)
                        || name(declared).equals(name))
                .findFirst();
    }

    /** The name of a pipeline's connector. */
    public static String name(DeclaredPipeline declared) {
        return Connector.name(declared.pipeline().name());
    }

    /**
     * What is wrong with a connector as far as the declaration alone tells: secrets that cannot be read. What else a
     * declaration may have wrong was refused when it was read.
     */
    public List<String> offline(DeclaredPipeline declared) {
        var findings = new ArrayList<String>();
        var access = new SourceAccess(blueprint);
        if (declared.pipeline().source() instanceof Source.External) {
            look(() -> access.source(declared), findings);
        }
        declared.pipeline()
                .capture()
                .secrets()
                .keySet()
                .forEach(option -> look(() -> access.captureSecret(declared, option), findings));
        return findings;
    }

    private static void look(Runnable at, List<String> findings) {
        try {
            at.run();
        } catch (Failure e) {
            findings.add(String.valueOf(e.getMessage()));
        }
    }

    /**
     * What Connect finds wrong with a connector, each finding with the place of the declaration that it comes from.
     *
     * @throws Failure when the source does not answer or does not fit the declaration
     * @throws IOException when Connect does not answer
     */
    public List<String> online(DeclaredPipeline declared) throws IOException {
        var configuration = new PipelineApplication(blueprint, declared).connector();
        return connect.errors(name(declared), configuration).stream()
                .map(error -> declared.place("").at(PLACES.getOrDefault(error.field(), "capture." + error.field()))
                        + ": " + error.field() + ": " + error.message())
                .toList();
    }

    /**
     * Where a connector stands.
     *
     * @param pipeline its pipeline
     * @param connector its name
     * @param state {@code running}, another word of Connect's, {@code absent}, or {@code retrying} when it failed, was started
     *     again and has captured nothing since, {@code lost} when changes are missing, or {@code waiting} when its slot is made as soon as an open transaction of
     *     the source has ended
     * @param tasks the state of each task
     * @param reason why it failed, the first line of the last cause, or which transaction it waits for; empty otherwise
     * @param lagBytes log that is written and not confirmed; -1 when unknown
     * @param lagMillis age of the oldest of it as the server measures it, in ms; -1 when nothing reads the slot
     */
    public record Status(
            String pipeline,
            String connector,
            String state,
            List<String> tasks,
            String reason,
            long lagBytes,
            long lagMillis) {
        /** Whether the connector and all of its tasks run. */
        public boolean isRunning() {
            return state.equals("running");
        }
    }

    /** Where a connector stands. A source that does not answer makes the lag unknown. */
    public Status status(DeclaredPipeline declared) throws IOException {
        var missing = missing(declared);
        var state = connect.state(name(declared));
        var lag = lag(declared);
        var failure = failure(declared)
                .filter(found -> state.map(DeclaredConnectors::word).orElse("").equals("running"));
        var waits =
                state.filter(Connectors.State::isRunning).isPresent() ? Optional.<String>empty() : hindrance(declared);
        return new Status(
                declared.pipeline().name(),
                name(declared),
                missing.isPresent()
                        ? MissingChanges.STATE
                        : failure.isPresent()
                                ? CaptureFailure.STATE
                                : waits.isPresent()
                                        ? CaptureStart.STATE
                                        : state.map(DeclaredConnectors::word).orElse("absent"),
                state.map(Connectors.State::tasks).orElse(List.of()).stream()
                        .map(task -> task.toLowerCase(Locale.ROOT))
                        .toList(),
                missing.or(() -> failure.map(CaptureFailure::message))
                        .or(() -> waits)
                        .or(() -> state.map(Connectors.State::reason))
                        .orElse(""),
                lag.bytes(),
                lag.millis());
    }

    /**
     * Refuses to let a capture go on whose changes have a gap: it would only be stopped again.
     *
     * @throws Failure that says what is missing, and what to do
     */
    public void requireWhole(DeclaredPipeline declared) throws IOException {
        var missing = missing(declared);
        if (missing.isPresent()) {
            throw new Failure(missing.get());
        }
    }

    private Optional<String> missing(DeclaredPipeline declared) throws IOException {
        var name = declared.pipeline().name();
        return Optional.of(CaptureEpoch.of(blueprint.home(), name).lost())
                .filter(reason -> !reason.isEmpty())
                .map(reason -> MissingChanges.message(name, reason));
    }

    /** One word for the state of a connector that is there; {@code starting} as long as its task is not running. */
    static String word(Connectors.State state) {
        return state.hasFailed()
                ? "failed"
                : state.isRunning()
                        ? "running"
                        : state.connector().equals("RUNNING")
                                ? "starting"
                                : state.connector().toLowerCase(Locale.ROOT);
    }

    private Optional<CaptureFailure> failure(DeclaredPipeline declared) {
        var pipeline = declared.pipeline();
        try {
            var slot = new SourceDatabase(new SourceAccess(blueprint).source(declared)).slot(pipeline.slot());
            return CaptureFailure.of(blueprint.home(), pipeline.name(), slot.flatMap(ReplicationSlot::confirmed));
        } catch (Failure e) {
            return CaptureFailure.of(blueprint.home(), pipeline.name(), Optional.empty());
        }
    }

    private Optional<String> hindrance(DeclaredPipeline declared) {
        try {
            return CaptureStart.hindrance(
                    new SourceDatabase(new SourceAccess(blueprint).source(declared)),
                    declared.pipeline().slot());
        } catch (Failure e) {
            return Optional.empty();
        }
    }

    private CaptureLag lag(DeclaredPipeline declared) {
        try {
            return new SourceDatabase(new SourceAccess(blueprint).source(declared))
                    .lag(declared.pipeline().slot());
        } catch (Failure e) {
            return CaptureLag.UNKNOWN;
        }
    }
}
