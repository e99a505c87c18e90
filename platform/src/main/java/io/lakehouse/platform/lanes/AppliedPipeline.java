package io.lakehouse.platform.lanes;

import io.lakehouse.contract.declaration.BronzeDeclaration;
import io.lakehouse.contract.declaration.CaptureDeclaration;
import io.lakehouse.contract.declaration.Column;
import io.lakehouse.contract.declaration.ColumnsDeclaration;
import io.lakehouse.contract.declaration.DatabaseTls;
import io.lakehouse.contract.declaration.LakeDeclaration;
import io.lakehouse.contract.declaration.PinotTableDeclaration;
import io.lakehouse.contract.declaration.PinotTableOptions;
import io.lakehouse.contract.declaration.Pipeline;
import io.lakehouse.contract.declaration.Scd2Declaration;
import io.lakehouse.contract.declaration.SecretReference;
import io.lakehouse.contract.declaration.SimulationDeclaration;
import io.lakehouse.contract.declaration.Source;
import io.lakehouse.contract.declaration.TableDeclaration;
import io.lakehouse.contract.declaration.TableSimulation;
import io.lakehouse.contract.job.TableRoute;
import io.lakehouse.platform.config.DeclaredPipeline;
import io.lakehouse.platform.plan.Blueprint;
import io.lakehouse.platform.plan.GoldFields;
import io.lakehouse.platform.plan.PipelinePlan;
import io.lakehouse.platform.plan.PipelineTarget;
import io.lakehouse.platform.plan.ScheduleFields;
import io.lakehouse.platform.plan.diff.Resource;
import io.lakehouse.platform.stream.FlinkJobs.Submission;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a home remembers of a pipeline that was applied: enough to keep, compare and destroy it without its declaration.
 *
 * @param name its name
 * @param file the file that declared it, absolute
 * @param source its source
 * @param namespace namespace of its SCD2 tables
 * @param checkpointTable table of its published runs
 * @param routes where the changes of each table go
 * @param jobs its Flink jobs, as they are started again
 * @param resources every object that was made for it and not removed since
 */
record AppliedPipeline(
        String name,
        String file,
        AppliedSource source,
        String namespace,
        String checkpointTable,
        List<TableRoute> routes,
        List<AppliedJob> jobs,
        List<Resource> resources) {
    /** Keeps its own copies. */
    AppliedPipeline {
        routes = List.copyOf(routes);
        jobs = List.copyOf(jobs);
        resources = List.copyOf(resources);
    }

    /**
     * The source, with the place of its password.
     *
     * @param host host of a database of the user's; empty for one in the platform's own PostgreSQL
     * @param port its port
     * @param database the database's name
     * @param user the role that captures
     * @param environment variable that holds the password; empty when it is in a file
     * @param secretFile file that holds the password, relative to the declaration
     * @param tls how the connections to it are encrypted
     */
    record AppliedSource(
            String host,
            int port,
            String database,
            String user,
            String environment,
            String secretFile,
            @Nullable DatabaseTls tls) {
        /** One that was remembered before there was a choice. */
        AppliedSource {
            tls = tls == null ? DatabaseTls.DEFAULT : tls;
        }

        static AppliedSource of(Source source) {
            if (!(source instanceof Source.External external)) {
                return new AppliedSource("", 0, source.database(), "", "", "", DatabaseTls.DEFAULT);
            }
            return new AppliedSource(
                    external.host(),
                    external.port(),
                    external.database(),
                    external.user(),
                    external.password() instanceof SecretReference.Environment variable ? variable.name() : "",
                    external.password() instanceof SecretReference.File secret ? secret.path() : "",
                    external.tls());
        }

        Source toSource() {
            if (host.isEmpty()) {
                return new Source.Embedded(database, "");
            }
            return new Source.External(
                    host,
                    port,
                    database,
                    user,
                    secretFile.isEmpty()
                            ? new SecretReference.Environment(environment)
                            : new SecretReference.File(secretFile),
                    tls == null ? DatabaseTls.DEFAULT : tls);
        }
    }

    /**
     * A Flink job.
     *
     * @param name its name
     * @param mainClass class whose main builds it
     * @param arguments arguments of that main, with its spec
     */
    record AppliedJob(String name, String mainClass, List<String> arguments) {
        /** Keeps its own copy. */
        AppliedJob {
            arguments = List.copyOf(arguments);
        }
    }

    static AppliedPipeline of(DeclaredPipeline declared, PipelineTarget target, List<Resource> resources) {
        var pipeline = target.plan().pipeline();
        return new AppliedPipeline(
                pipeline.name(),
                declared.file().toAbsolutePath().toString(),
                AppliedSource.of(pipeline.source()),
                pipeline.lake().namespace(),
                pipeline.lake().checkpointTable(),
                target.plan().routes(),
                target.jobs().stream()
                        .map(job -> new AppliedJob(job.name(), job.mainClass(), job.arguments()))
                        .toList(),
                resources);
    }

    /** The file that declared it; it may be there no more. */
    Path declaration() {
        return Path.of(file);
    }

    /** Its jobs, as they are started again. */
    List<Submission> submissions(Blueprint blueprint) {
        return jobs.stream()
                .map(job -> new Submission(
                        job.name(),
                        blueprint.streamJar(),
                        job.mainClass(),
                        job.arguments(),
                        blueprint.checkpoints(job.name())))
                .toList();
    }

    /**
     * The pipeline as it was applied: its names, tables and routes. How its stores keep them is not remembered here but
     * in the resources and the jobs.
     */
    PipelinePlan plan() {
        var pipeline = new Pipeline(
                name,
                source.toSource(),
                routes.stream().map(AppliedPipeline::table).toList(),
                CaptureDeclaration.DEFAULT,
                BronzeDeclaration.DEFAULT,
                new LakeDeclaration(namespace, checkpointTable),
                ScheduleFields.of(resources),
                GoldFields.of(resources),
                SimulationDeclaration.DEFAULT,
                true);
        return new PipelinePlan(pipeline, routes);
    }

    private static TableDeclaration table(TableRoute route) {
        var shape = route.shape();
        return new TableDeclaration(
                shape.schema(),
                shape.table(),
                ColumnsDeclaration.ALL,
                shape.keyColumns().stream().map(Column::source).toList(),
                pinotTable(route.currentTopic(), TableDeclaration.currentName(shape.table())),
                pinotTable(route.historyTopic(), TableDeclaration.historyName(shape.table())),
                new Scd2Declaration(
                        !route.silverTable().isEmpty(),
                        route.silverTable().isEmpty() ? TableDeclaration.lakeName(shape.table()) : route.silverTable(),
                        List.of(),
                        List.of(),
                        route.checks()),
                TableSimulation.BY_TYPE);
    }

    private static PinotTableDeclaration pinotTable(String name, String usualName) {
        return new PinotTableDeclaration(
                !name.isEmpty(), name.isEmpty() ? usualName : name, PinotTableOptions.DEFAULTS);
    }
}
