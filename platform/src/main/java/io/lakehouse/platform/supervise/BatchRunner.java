package io.lakehouse.platform.supervise;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.lakehouse.contract.job.BatchReport;
import io.lakehouse.contract.job.BatchReport.TableReport;
import io.lakehouse.contract.job.BatchReport.TableTraffic;
import io.lakehouse.contract.job.BatchSpec;
import io.lakehouse.platform.engine.ConfigurationFile;
import io.lakehouse.platform.engine.Failure;
import io.lakehouse.platform.engine.Launch;
import io.lakehouse.platform.engine.Site;
import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;

/** Runs SCD2 batches, one of a pipeline at a time, and remembers what they did. */
public final class BatchRunner {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final DateTimeFormatter RUN_ID =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmssSSS'Z'").withZone(ZoneOffset.UTC);

    private final Site site;
    private final Path jar;

    /** Runs batches at this site from this jar. */
    public BatchRunner(Site site, Path jar) {
        this.site = site;
        this.jar = jar;
    }

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
     * @param limit how long it may take; then it is killed and has failed
     * @return how it ended; empty when another run of the pipeline is under way
     */
    public Optional<BatchRun> run(String pipeline, Plan plan, Duration limit) {
        var history = new BatchHistory(site.home(), pipeline);
        var lock = site.home().run().resolve("batch-" + pipeline + ".lock");
        try (var channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                var held = channel.tryLock()) {
            if (held == null) {
                return Optional.empty();
            }
            var runId = RUN_ID.format(Instant.now());
            var abandoned = history.abandoned();
            var spec = plan.spec(runId, history.report(runId), abandoned);
            history.begin(runId);
            var run = run(spec, history.log(runId), limit);
            history.end(run, run.succeeded() ? new HashSet<>(abandoned) : new HashSet<>());
            return Optional.of(run);
        } catch (IOException e) {
            throw new Failure("cannot run a batch of " + pipeline + ": " + e.getMessage(), e);
        }
    }

    private BatchRun run(BatchSpec spec, Path log, Duration limit) throws IOException {
        var started = Instant.now();
        var specFile = ConfigurationFile.write(
                site.configuration().resolve(spec.pipeline() + ".json"), JSON.writeValueAsString(spec));
        var classPath = jar + File.pathSeparator + site.installation().classPath();
        var command = site.javaOn(classPath, "io.lakehouse.lake.BatchJob", "--spec-file", specFile.toString());
        command.add(
                1, "-Dspark.local.dir=" + Files.createDirectories(site.data().resolve("tmp")));
        try (var spawner = new Spawner()) {
            var process = spawner.spawn(Launch.of(command, site.data()), log);
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly().waitFor();
                return failed(spec, started, log, BatchRun.State.FAILED, "killed since it took longer than " + limit);
            }
            return switch (process.exitValue()) {
                case 0 -> succeeded(spec, started, log);
                case BatchSpec.REJECTED -> failed(spec, started, log, BatchRun.State.REJECTED, reason(log));
                default ->
                    failed(
                            spec,
                            started,
                            log,
                            BatchRun.State.FAILED,
                            "ended with code " + process.exitValue() + ": " + reason(log));
            };
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure("interrupted while a batch of " + spec.pipeline() + " ran", e, log);
        }
    }

    private static BatchRun succeeded(BatchSpec spec, Instant started, Path log) throws IOException {
        var report = JSON.readValue(Files.readString(Path.of(spec.reportFile())), BatchReport.class);
        return new BatchRun(
                spec.pipeline(),
                spec.runId(),
                BatchRun.State.valueOf(report.state()),
                started.toString(),
                seconds(started),
                sum(report.tables(), TableReport::rowsRead),
                sum(report.tables(), TableReport::versionsInserted),
                sum(report.tables(), TableReport::versionsClosed),
                sum(report.traffic(), TableTraffic::filesRead),
                sum(report.traffic(), TableTraffic::bytesRead),
                sum(report.traffic(), TableTraffic::filesWritten),
                sum(report.traffic(), TableTraffic::bytesWritten),
                "",
                log.toString());
    }

    private static BatchRun failed(BatchSpec spec, Instant started, Path log, BatchRun.State state, String reason) {
        return new BatchRun(
                spec.pipeline(),
                spec.runId(),
                state,
                started.toString(),
                seconds(started),
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                reason,
                log.toString());
    }

    private static <T> long sum(List<T> tables, ToLongFunction<T> figure) {
        return tables.stream().mapToLong(figure).sum();
    }

    private static double seconds(Instant started) {
        return Duration.between(started, Instant.now()).toMillis() / 1000.0;
    }

    /** The batch prints one clear line when it fails; it is the last line of its log that is not blank. */
    private static String reason(Path log) throws IOException {
        try (var lines = Files.lines(log, StandardCharsets.ISO_8859_1)) {
            return lines.filter(line -> !line.isBlank())
                    .reduce((first, second) -> second)
                    .orElse("its log is empty")
                    .strip();
        }
    }
}
