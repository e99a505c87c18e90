package io.lakehouse.platform.supervise;

import io.lakehouse.contract.declaration.Column;
import io.lakehouse.contract.declaration.ColumnType;
import io.lakehouse.contract.declaration.TableShape;
import io.lakehouse.contract.declaration.TypeName;
import io.lakehouse.contract.job.BatchSpec;
import io.lakehouse.contract.job.LakeAddress;
import io.lakehouse.contract.job.TableRoute;
import io.lakehouse.platform.engine.EngineEntry;
import io.lakehouse.platform.engine.Home;
import io.lakehouse.platform.engine.Installation;
import io.lakehouse.platform.engine.Site;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;

/** Runs of a pipeline of one table, and a shell in the place of the JVM that makes them. */
final class RunSpecs {
    private RunSpecs() {}

    static BatchSpec of(String runId) {
        return of(runId, Path.of(runId + ".json"), List.of());
    }

    static BatchSpec of(String runId, Path report, List<String> abandoned) {
        var shape = new TableShape(
                "public", "sales", List.of(new Column("id", ColumnType.of(TypeName.BIGINT), false)), List.of("id"));
        return new BatchSpec(
                "sales",
                runId,
                new LakeAddress("http://nessie", "main", "s3://lake", "http://s3", "us-east-1", "/keys"),
                "bronze",
                "sales",
                "default",
                "runs",
                report.toString(),
                abandoned,
                List.of(new TableRoute(shape, "sales.public.sales", "", "", "sales_scd2")));
    }

    /** A Spark in this home whose {@code java} is a shell that runs a script. */
    static SparkCommand command(Path home, String script) throws IOException {
        var java = Files.createDirectories(
                        Files.createTempDirectory(home, "jdk").resolve("bin"))
                .resolve("java");
        Files.writeString(java, "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwx------"));
        var site = new Site(
                "spark",
                new EngineEntry("spark", 17, Map.of(), List.of()),
                new Home(home, 0),
                new Installation("spark", Map.of(), home),
                java.getParent().getParent());
        return new SparkCommand(site, Path.of("batch.jar"), "local[2]", Map.of());
    }
}
