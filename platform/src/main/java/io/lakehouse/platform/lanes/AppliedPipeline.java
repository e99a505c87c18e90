package io.lakehouse.platform.lanes;

import io.lakehouse.contract.declaration.LakeDeclaration;
import io.lakehouse.contract.declaration.Pipeline;
import io.lakehouse.contract.declaration.SecretReference;
import io.lakehouse.contract.declaration.SimulationDeclaration;
import io.lakehouse.contract.declaration.Source;
import io.lakehouse.contract.declaration.StoreDeclaration;
import io.lakehouse.contract.declaration.TableDeclaration;
import io.lakehouse.contract.declaration.TableSimulation;
import io.lakehouse.contract.job.TableRoute;
import io.lakehouse.platform.config.DeclaredPipeline;
import io.lakehouse.platform.plan.PipelinePlan;
import io.lakehouse.platform.plan.diff.Resource;
import java.nio.file.Path;
import java.util.List;

/**
 * What a home remembers of a pipeline that was applied: enough to keep, compare and destroy it without its declaration.
 *
 * @param name its name
 * @param file the file that declared it, absolute
 * @param source its source
 * @param namespace namespace of its SCD2 tables
 * @param checkpointTable table of its published runs
 * @param routes where the changes of each table go
 * @param resources every object that was made for it and not removed since
 */
record AppliedPipeline(
        String name,
        String file,
        AppliedSource source,
        String namespace,
        String checkpointTable,
        List<TableRoute> routes,
        List<Resource> resources) {
    /** Keeps its own copies. */
    AppliedPipeline {
        routes = List.copyOf(routes);
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
     */
    record AppliedSource(String host, int port, String database, String user, String environment, String secretFile) {
        static AppliedSource of(Source source) {
            if (!(source instanceof Source.External external)) {
                return new AppliedSource("", 0, source.database(), "", "", "");
            }
            return new AppliedSource(
                    external.host(),
                    external.port(),
                    external.database(),
                    external.user(),
                    external.password() instanceof SecretReference.Environment variable ? variable.name() : "",
                    external.password() instanceof SecretReference.File secret ? secret.path() : "");
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
                            : new SecretReference.File(secretFile));
        }
    }

    static AppliedPipeline of(DeclaredPipeline declared, PipelinePlan plan, List<Resource> resources) {
        var pipeline = plan.pipeline();
        return new AppliedPipeline(
                pipeline.name(),
                declared.file().toAbsolutePath().toString(),
                AppliedSource.of(pipeline.source()),
                pipeline.lake().namespace(),
                pipeline.lake().checkpointTable(),
                plan.routes(),
                resources);
    }

    /** The file that declared it; it may be there no more. */
    Path declaration() {
        return Path.of(file);
    }

    /** The pipeline as it was applied. */
    PipelinePlan plan() {
        var pipeline = new Pipeline(
                name,
                source.toSource(),
                routes.stream().map(AppliedPipeline::table).toList(),
                new LakeDeclaration(namespace, checkpointTable),
                SimulationDeclaration.DEFAULT);
        return new PipelinePlan(pipeline, routes);
    }

    private static TableDeclaration table(TableRoute route) {
        var shape = route.shape();
        return new TableDeclaration(
                shape.schema(),
                shape.table(),
                shape.key(),
                store(route.currentTopic(), TableDeclaration.currentName(shape.table())),
                store(route.historyTopic(), TableDeclaration.historyName(shape.table())),
                store(route.silverTable(), TableDeclaration.lakeName(shape.table())),
                TableSimulation.BY_TYPE);
    }

    private static StoreDeclaration store(String name, String usualName) {
        return name.isEmpty() ? new StoreDeclaration(false, usualName) : StoreDeclaration.on(name);
    }
}
