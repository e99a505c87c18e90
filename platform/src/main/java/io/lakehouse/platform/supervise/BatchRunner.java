package io.lakehouse.platform.supervise;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.lakehouse.contract.job.BatchReport;
import io.lakehouse.contract.job.BatchSpec;
import io.lakehouse.platform.engine.ConfigurationFile;
import io.lakehouse.platform.engine.Failure;
import io.lakehouse.platform.engine.Home;
import io.lakehouse.platform.engine.Launch;
import io.lakehouse.platform.engine.Site;
import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;

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

    /**
     * One run that was made.
     *
     * @param pipeline the pipeline
     * @param runId identity of the run
     * @param state {@code PUBLISHED}, {@code UNCHANGED} or {@code FAILED}
     * @param started when it started, ISO 8601
     * @param seconds how long it took
     * @param rowsRead changes read
     * @param versionsInserted versions appended
     * @param versionsClosed versions closed
     * @param reason why it failed, one line; empty otherwise
     * @param log path of its log
     */
    public record Run(
            String pipeline,
            String runId,
            String state,
            String started,
            double seconds,
            long rowsRead,
            long versionsInserted,
            long versionsClosed,
            String reason,
            String log) {}

    /** Identity of a run that starts now; identities sort by their start. */
    public static String newRunId() {
        return RUN_ID.format(Instant.now());
    }

    /** Path at which a run leaves its report. */
    public Path report(String pipeline, String runId) {
        return folder(pipeline).resolve(runId + ".json");
    }

    /**
     * Runs one batch to its end.
     *
     * @throws Failure when another run of the pipeline is under way, or when the run fails; nothing is published then
     */
    public Run run(BatchSpec spec) {
        var log = site.home().log("batch-" + spec.pipeline());
        var started = Instant.now();
        try (var channel = FileChannel.open(
                        site.home().run().resolve("batch-" + spec.pipeline() + ".lock"),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE);
                var lock = channel.tryLock()) {
            if (lock == null) {
                throw new Failure(
                        "a batch of " + spec.pipeline() + " is running already; wait for it or see batch log",
                        null,
                        log);
            }
            var exitCode = execute(spec, log);
            var run = exitCode == 0
                    ? succeeded(spec, started, log)
                    : failed(spec, started, log, "ended with code " + exitCode + ": " + reason(log));
            remember(run);
            if (exitCode != 0) {
                throw new Failure(
                        "batch " + spec.runId() + " of " + spec.pipeline() + " failed, nothing was published: "
                                + run.reason(),
                        null,
                        log);
            }
            return run;
        } catch (IOException e) {
            throw new Failure("cannot run a batch of " + spec.pipeline() + ": " + e.getMessage(), e, log);
        }
    }

    /** The runs of a pipeline, the newest first. */
    public static List<Run> history(Home home, String pipeline, int limit) {
        var file = folder(home, pipeline).resolve("history.jsonl");
        if (!Files.exists(file)) {
            return List.of();
        }
        try {
            var lines = Files.readAllLines(file);
            var runs = new ArrayList<Run>();
            for (var index = lines.size() - 1; index >= 0 && runs.size() < limit; index--) {
                runs.add(JSON.readValue(lines.get(index), Run.class));
            }
            return runs;
        } catch (IOException e) {
            throw new Failure("cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    private int execute(BatchSpec spec, Path log) throws IOException {
        var specFile = ConfigurationFile.write(
                site.configuration().resolve(spec.pipeline() + ".json"), JSON.writeValueAsString(spec));
        var classPath = jar + File.pathSeparator + site.installation().classPath();
        var command = site.javaOn(classPath, "io.lakehouse.lake.BatchJob", "--spec-file", specFile.toString());
        command.add(
                1, "-Dspark.local.dir=" + Files.createDirectories(site.data().resolve("tmp")));
        try (var spawner = new Spawner()) {
            var process = spawner.spawn(Launch.of(command, site.data()), log);
            return process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure("interrupted while a batch of " + spec.pipeline() + " ran", e, log);
        }
    }

    private Run succeeded(BatchSpec spec, Instant started, Path log) throws IOException {
        var report = JSON.readValue(Files.readString(Path.of(spec.reportFile())), BatchReport.class);
        return new Run(
                spec.pipeline(),
                spec.runId(),
                report.state(),
                started.toString(),
                seconds(started),
                report.tables().stream()
                        .mapToLong(BatchReport.TableReport::rowsRead)
                        .sum(),
                report.tables().stream()
                        .mapToLong(BatchReport.TableReport::versionsInserted)
                        .sum(),
                report.tables().stream()
                        .mapToLong(BatchReport.TableReport::versionsClosed)
                        .sum(),
                "",
                log.toString());
    }

    private static Run failed(BatchSpec spec, Instant started, Path log, String reason) {
        return new Run(
                spec.pipeline(),
                spec.runId(),
                "FAILED",
                started.toString(),
                seconds(started),
                0,
                0,
                0,
                reason,
                log.toString());
    }

    private void remember(Run run) throws IOException {
        Files.writeString(
                folder(run.pipeline()).resolve("history.jsonl"),
                JSON.writeValueAsString(run) + "\n",
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
    }

    private Path folder(String pipeline) {
        return folder(site.home(), pipeline);
    }

    private static Path folder(Home home, String pipeline) {
        try {
            return Files.createDirectories(home.data("batches").resolve(pipeline));
        } catch (IOException e) {
            throw new Failure("cannot create the folder of the batches of " + pipeline + ": " + e.getMessage(), e);
        }
    }

    private static double seconds(Instant started) {
        return Duration.between(started, Instant.now()).toMillis() / 1000.0;
    }

    /** The batch prints one clear line when it fails; it is the last line of its log that is not blank. */
    private static String reason(Path log) throws IOException {
        try (var lines = Files.lines(log, java.nio.charset.StandardCharsets.ISO_8859_1)) {
            return lines.filter(line -> !line.isBlank())
                    .reduce((first, second) -> second)
                    .orElse("its log is empty")
                    .strip();
        }
    }
}
