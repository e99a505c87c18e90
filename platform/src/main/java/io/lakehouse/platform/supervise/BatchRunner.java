package io.lakehouse.platform.supervise;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.lakehouse.contract.job.BatchReport;
import io.lakehouse.contract.job.BatchReport.TableReport;
import io.lakehouse.contract.job.BatchReport.TableTraffic;
import io.lakehouse.contract.job.BatchSpec;
import io.lakehouse.contract.job.RunIdentity;
import io.lakehouse.platform.engine.Failure;
import io.lakehouse.platform.engine.Home;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** Runs SCD2 batches and their upkeep, one of a pipeline at a time, and remembers what they did. */
public final class BatchRunner {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Home home;
    private final BatchLease lease;
    private final SparkProcess spark;
    private final Publications publications;
    private volatile boolean isStopped;

    BatchRunner(Home home, BatchLease lease, SparkProcess spark, Publications publications) {
        this.home = home;
        this.lease = lease;
        this.spark = spark;
        this.publications = publications;
    }

    /** What can be seen of runs, whatever became of who ran them. */
    @FunctionalInterface
    public interface Publications {
        /**
         * Whether a run has published.
         *
         * @throws Failure when that cannot be told now
         */
        boolean hold(String runId);
    }

    /** Runs each batch in a JVM of its own, one at a time of those that share the lease. */
    public static BatchRunner fresh(SparkCommand command, BatchLease lease, Publications publications) {
        return new BatchRunner(command.site().home(), lease, new FreshSpark(command), publications);
    }

    /** Likewise, in one JVM that stays between runs, within these limits. */
    public static BatchRunner resident(
            SparkCommand command, BatchLease lease, SessionLimits limits, Publications publications) {
        return new BatchRunner(command.site().home(), lease, new ResidentSpark(command, limits), publications);
    }

    /**
     * A run that is wanted.
     *
     * @param pipeline the pipeline
     * @param limit how long it may take; then it is killed and has failed
     * @param attempt which try it is, from 1
     * @param startedBy who wants it, as {@link BatchRun#startedBy}
     */
    public record Request(String pipeline, Duration limit, int attempt, String startedBy) {}

    /** What a run is started with. */
    @FunctionalInterface
    public interface Plan {
        /**
         * The spec of a run.
         *
         * @param runId its identity
         * @param report where it writes its report
         * @param abandoned identities of earlier runs whose branches it deletes
         */
        BatchSpec spec(String runId, Path report, List<String> abandoned);
    }

    /**
     * Runs one batch to its end.
     *
     * @return how it ended; empty when another run of the pipeline is under way
     */
    public Optional<BatchRun> run(Request request, Plan plan) {
        var pipeline = request.pipeline();
        var file = home.run().resolve("batch-" + pipeline + ".lock");
        try (var channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                var lock = tryLock(channel);
                var held = lock == null ? null : lease.tryAcquire(pipeline).orElse(null)) {
            return held == null ? Optional.empty() : Optional.of(runAlone(request, plan));
        } catch (IOException e) {
            throw new Failure("cannot run a batch of " + pipeline + ": " + e.getMessage(), e);
        }
    }

    /** The Spark that stays between runs; empty when there is none now. */
    public Optional<EngineState> session() {
        var pid = spark.pid();
        return pid.isPresent() ? Optional.of(EngineState.session("spark", pid.getAsInt())) : Optional.empty();
    }

    /** Kills the run that is under way, which has failed then, and lets no other start. */
    public void stop() {
        isStopped = true;
        spark.close();
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    private BatchRun runAlone(Request request, Plan plan) throws IOException {
        var history = new BatchHistory(home, request.pipeline());
        history.settle(this::told);
        var abandoned = history.abandoned();
        var started = Instant.now();
        var runId = RunIdentity.of(started);
        var spec = plan.spec(runId, history.report(runId), abandoned);
        var kind = spec.upkeep().due() ? BatchRun.Kind.UPKEEP : BatchRun.Kind.RUN;
        var attempt = new Attempt(request, runId, started, history.log(runId), kind);
        history.begin(attempt.begun());
        BatchRun run;
        try {
            run = run(spec, attempt);
        } catch (IOException | RuntimeException e) {
            history.end(attempt.ended(BatchRun.State.FAILED, String.valueOf(e.getMessage())), Set.of());
            throw e;
        }
        history.end(run, run.succeeded() && run.cameToItsEnd() ? Set.copyOf(abandoned) : Set.of());
        return run;
    }

    /** A run that broke off, which may have published before. */
    private BatchRun told(BatchRun broken) {
        if (broken.kind() == BatchRun.Kind.UPKEEP) {
            return broken;
        }
        try {
            return publications.hold(broken.runId())
                    ? broken.in(
                            BatchRun.State.PUBLISHED,
                            broken.seconds(),
                            broken.reason() + "; it had published before that, and its figures are not known")
                    : broken;
        } catch (Failure e) {
            var unknown = "; whether it had published before that cannot be told: " + e.getMessage();
            return broken.in(BatchRun.State.FAILED, broken.seconds(), broken.reason() + unknown);
        }
    }

    private BatchRun run(BatchSpec spec, Attempt attempt) throws IOException {
        var limit = attempt.request().limit();
        try {
            var code = spark.run(spec, attempt.log(), limit);
            if (code.isEmpty()) {
                return told(attempt.ended(BatchRun.State.FAILED, "killed since it took longer than " + limit));
            }
            return switch (code.getAsInt()) {
                case 0 -> attempt.succeeded(spec);
                case BatchSpec.REJECTED -> attempt.rejected(Ending.of(attempt.log()));
                default -> told(attempt.ended(BatchRun.State.FAILED, failure(code.getAsInt(), spec, attempt.log())));
            };
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure("interrupted while a batch of " + spec.pipeline() + " ran", e, attempt.log());
        }
    }

    /** Which run it was is told beside the reason. */
    private String failure(int code, BatchSpec spec, Path log) throws IOException {
        if (isStopped) {
            return "killed since the platform went down";
        }
        var reason = Ending.of(log).reason();
        return "ended with code " + code + ": "
                + (reason.startsWith(spec.failure())
                        ? reason.substring(spec.failure().length())
                        : reason);
    }

    /** A run that was started, as it is told of. */
    private record Attempt(Request request, String runId, Instant started, Path log, BatchRun.Kind kind) {
        BatchRun succeeded(BatchSpec spec) throws IOException {
            var report = JSON.readValue(Files.readString(Path.of(spec.reportFile())), BatchReport.class);
            return run(BatchRun.State.valueOf(report.state()), report);
        }

        BatchRun ended(BatchRun.State state, String reason) {
            return begun().in(state, seconds(), reason);
        }

        BatchRun rejected(Ending ending) {
            return begun().in(BatchRun.State.REJECTED, seconds(), ending.reason(), ending.rows());
        }

        private BatchRun run(BatchRun.State state, BatchReport report) {
            return new BatchRun(
                    request.pipeline(),
                    runId,
                    state,
                    started.toString(),
                    seconds(),
                    sum(report.tables(), TableReport::rowsRead),
                    sum(report.tables(), TableReport::versionsInserted),
                    sum(report.tables(), TableReport::versionsClosed),
                    sum(report.traffic(), TableTraffic::filesRead),
                    sum(report.traffic(), TableTraffic::bytesRead),
                    sum(report.traffic(), TableTraffic::filesWritten),
                    sum(report.traffic(), TableTraffic::bytesWritten),
                    "",
                    log.toString(),
                    request.attempt(),
                    request.startedBy(),
                    kind,
                    kind == BatchRun.Kind.UPKEEP ? UpkeepSummary.of(report.upkeep()) : "",
                    List.of());
        }

        private double seconds() {
            return Duration.between(started, Instant.now()).toMillis() / 1000.0;
        }

        BatchRun begun() {
            return BatchRun.begun(
                    request.pipeline(),
                    runId,
                    started.toString(),
                    log.toString(),
                    request.attempt(),
                    request.startedBy(),
                    kind);
        }
    }

    private static <T> long sum(List<T> tables, ToLongFunction<T> figure) {
        return tables.stream().mapToLong(figure).sum();
    }

    /**
     * How the log of a batch that failed ends: one clear line, and rows that show what it says, two blanks in.
     *
     * @param reason the line
     * @param rows the rows
     */
    private record Ending(String reason, List<String> rows) {
        private static final String SHOWN = "  ";

        static Ending of(Path log) throws IOException {
            if (!Files.exists(log)) {
                return new Ending("it died before it began", List.of());
            }
            var rows = new ArrayList<String>();
            var reason = "its log is empty";
            try (var lines = Files.newBufferedReader(log, StandardCharsets.ISO_8859_1)) {
                for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                    if (line.startsWith(SHOWN)) {
                        rows.add(text(line));
                    } else if (!line.isBlank()) {
                        reason = text(line);
                        rows.clear();
                    }
                }
            }
            return new Ending(reason, rows);
        }

        /** A log may end in the middle of a character, and is read as bytes for that. */
        private static String text(String line) {
            return new String(line.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8).strip();
        }
    }
}
