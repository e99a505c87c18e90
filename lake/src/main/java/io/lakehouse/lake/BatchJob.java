package io.lakehouse.lake;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lakehouse.contract.job.BatchReport;
import io.lakehouse.contract.job.BatchSpec;
import io.lakehouse.contract.job.RunIdentity;
import io.lakehouse.lake.publish.NessieReferences;
import io.lakehouse.lake.publish.NessieWorkspace;
import io.lakehouse.lake.publish.PublicationConflictException;
import io.lakehouse.lake.publish.Workspace;
import io.lakehouse.lake.silver.AuditException;
import io.lakehouse.lake.upkeep.Upkeep;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs one SCD2 run, or the upkeep of its tables, in a Spark of its own and writes its report.
 *
 * <p>Usage: {@code BatchJob --spec <JSON of a BatchSpec> | --spec-file <path>}. Exit code 0 when the run published or
 * found nothing new, 1 when it failed, 2 when it was called wrongly, {@value BatchSpec#REJECTED} when the audit found
 * that the result must not be published; one line on standard error says why.
 */
public final class BatchJob {
    private static final Logger LOG = LoggerFactory.getLogger(BatchJob.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CATALOG = "lake";
    /** What follows the name of a run's catalogue in that of the one at the published branch. */
    private static final String PUBLISHED = "_published";
    /** How often a run starts from the beginning since another published meanwhile. */
    private static final int PLANS = 3;

    private BatchJob() {}

    /** Runs and exits. */
    public static void main(String[] arguments) {
        BatchSpec spec;
        try {
            FaultPoint.requireKnown();
            spec = spec(arguments);
        } catch (IllegalArgumentException e) {
            System.err.println("batch: " + e.getMessage());
            System.exit(2);
            return;
        }
        System.exit(exitCode(spec));
    }

    private static int exitCode(BatchSpec spec) {
        try (var spark = LakeSession.start("batch " + spec.pipeline())) {
            return exitCode(spark, CATALOG, spec);
        } catch (RuntimeException e) {
            LOG.error("run={} Spark could not be started", spec.runId(), e);
            System.err.println("Spark could not be started: " + reason(e));
            return 1;
        }
    }

    /**
     * Runs in a session, and says on standard error in one line what went wrong; rows that show it follow, a line each.
     *
     * @param catalog name for the Spark catalogue of the run
     * @return the exit code of a process of its own
     */
    static int exitCode(SparkSession spark, String catalog, BatchSpec spec) {
        try {
            var report = run(spark, catalog, spec);
            LOG.info("run={} state={} bronzeSnapshot={}", report.runId(), report.state(), report.bronzeSnapshot());
            return 0;
        } catch (AuditException e) {
            LOG.error("run={} rejected", spec.runId(), e);
            System.err.println("batch " + spec.runId() + " of pipeline " + spec.pipeline() + " rejected: " + e.failure()
                    + "; nothing was published, branch " + branch(spec) + " is kept" + e.rows());
            return BatchSpec.REJECTED;
        } catch (Exception e) {
            LOG.error("run={} failed", spec.runId(), e);
            System.err.println(spec.failure() + reason(e));
            return 1;
        }
    }

    /**
     * Runs in a session, on a Nessie branch of its own, and writes the report. When another run of the pipeline
     * publishes meanwhile, what is new is another question, and it starts again.
     *
     * @param catalog name for the Spark catalogue of the run; a session loads a catalogue once, so no two runs in one
     *     session may share it
     * @throws AuditException when the result must not be published; its branch is kept then
     * @throws IOException when the credentials cannot be read or the report cannot be written
     */
    static BatchReport run(SparkSession spark, String catalog, BatchSpec spec) throws IOException {
        // A report that an earlier run left here must not pass for this one's when this one fails.
        Files.deleteIfExists(Path.of(spec.reportFile()));
        NessieWorkspace.sweep(
                spec.lake(),
                spec.abandoned().stream()
                        .map(run -> RunIdentity.branch(spec.pipeline(), run))
                        .toList());
        for (var plan = 1; ; plan++) {
            try {
                var report = run(spark, plan == 1 ? catalog : catalog + "_" + plan, spec, branch(spec));
                write(report, Path.of(spec.reportFile()));
                return report;
            } catch (PublicationConflictException e) {
                if (plan == PLANS) {
                    throw e;
                }
                LOG.info("run={} starts again: {}", spec.runId(), e.getMessage());
            }
        }
    }

    private static BatchReport run(SparkSession spark, String catalog, BatchSpec spec, String branch)
            throws IOException {
        LakeSession.addCatalog(
                spark, catalog, LakeSession.catalogProperties(spec.lake().onBranch(branch)));
        try (var workspace = NessieWorkspace.open(spec.lake(), branch, catalog)) {
            try {
                return spec.upkeep().due()
                        ? upkeep(spark, workspace, catalog, spec)
                        : new BatchRun(spark, workspace, spec).run();
            } catch (AuditException e) {
                LOG.warn("run={} {} is kept", spec.runId(), workspace.keep());
                throw e;
            }
        }
    }

    private static BatchReport upkeep(SparkSession spark, Workspace workspace, String catalog, BatchSpec spec)
            throws IOException {
        var published = catalog + PUBLISHED;
        LakeSession.addCatalog(spark, published, LakeSession.catalogProperties(spec.lake()));
        return new Upkeep(
                        spark,
                        workspace,
                        published,
                        new NessieReferences(spec.lake()),
                        spec,
                        step -> FaultPoint.valueOf("UPKEEP_" + step).reach())
                .run();
    }

    private static String branch(BatchSpec spec) {
        return RunIdentity.branch(spec.pipeline(), spec.runId());
    }

    /** The spec that the arguments name. */
    static BatchSpec spec(String[] arguments) {
        if (arguments.length != 2 || !(arguments[0].equals("--spec") || arguments[0].equals("--spec-file"))) {
            throw new IllegalArgumentException("exactly one of --spec <JSON> and --spec-file <path> says what to run");
        }
        try {
            return JSON.readValue(
                    arguments[0].equals("--spec") ? arguments[1] : Files.readString(Path.of(arguments[1])),
                    BatchSpec.class);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("the spec is no BatchSpec: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new IllegalArgumentException("cannot read the spec: " + e, e);
        }
    }

    /** Writes beside the file and renames, so that a reader finds a whole report or none. */
    private static void write(BatchReport report, Path file) throws IOException {
        var folder = file.toAbsolutePath().getParent();
        Files.createDirectories(folder);
        var partial = Files.createTempFile(folder, file.getFileName().toString(), ".partial");
        try {
            Files.write(partial, JSON.writeValueAsBytes(report));
            Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(partial);
        }
    }

    /** What happened in one line. Spark wraps the failure of a task, so its own exceptions are passed over. */
    static String reason(Throwable failure) {
        var reason = failure;
        while (reason.getCause() != null && reason.getClass().getName().startsWith("org.apache.spark.")) {
            reason = reason.getCause();
        }
        var message = reason.getMessage() == null ? reason.toString() : reason.getMessage();
        return message.lines().findFirst().orElse(message);
    }
}
