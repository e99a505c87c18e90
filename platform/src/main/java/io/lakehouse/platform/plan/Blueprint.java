package io.lakehouse.platform.plan;

import io.lakehouse.contract.job.LakeAddress;
import io.lakehouse.platform.config.Pipelines;
import io.lakehouse.platform.config.PlatformSettings;
import io.lakehouse.platform.engine.Catalogue;
import io.lakehouse.platform.engine.Home;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Everything that is known before anything runs: where the platform lives, what it consists of, and what it is to do.
 *
 * @param root the project's folder, with the catalogue and the jobs' jars
 * @param home the state folder
 * @param catalogue the engines
 * @param settings the engines that somebody else runs
 * @param pipelines the declared pipelines
 * @param selection the lanes
 */
public record Blueprint(
        Path root,
        Home home,
        Catalogue catalogue,
        PlatformSettings settings,
        Pipelines pipelines,
        Selection selection) {
    /** Bucket of the lake's tables. */
    public static final String BUCKET = "lakehouse";

    private static final String WAREHOUSE = "s3://" + BUCKET + "/warehouse";

    /** Where every engine answers. */
    public Addresses addresses() {
        return Addresses.of(catalogue, home.portOffset(), settings);
    }

    /** Names of the engines that belong to the selected lanes but are somebody else's. */
    public Set<String> external() {
        var names = new LinkedHashSet<>(settings.external());
        if (names.remove("flink")) {
            names.add("flink-jobmanager");
            names.add("flink-taskmanager");
        }
        names.retainAll(selection.engines());
        return names;
    }

    /** Whether there are views over lake and tail: into a Trino of somebody else the platform puts none. */
    public boolean hasViews() {
        return selection.hasLake() && !external().contains("trino");
    }

    /** Names of the engines that the platform starts. */
    public Set<String> started() {
        var names = new LinkedHashSet<>(selection.engines());
        names.removeAll(external());
        return names;
    }

    /** Bundles that must be installed. */
    public Set<String> bundles() {
        var bundles = new LinkedHashSet<>(catalogue.bundlesOf(started()));
        if (!external().contains("connect")) {
            bundles.add("debezium");
        }
        if (selection.hasLake()) {
            bundles.add("spark");
        }
        return bundles;
    }

    /** Root of the lake's tables. */
    public String warehouse() {
        return WAREHOUSE;
    }

    /** The lake, as the jobs are told. */
    public LakeAddress lake() {
        return new LakeAddress(
                addresses().nessie().url() + "/api/v2",
                "main",
                WAREHOUSE,
                addresses().s3(),
                s3Region(),
                s3CredentialsFile().toString());
    }

    /** Region that requests to the S3 store are signed for. */
    public String s3Region() {
        var s3 = settings.s3();
        return s3 == null ? "us-east-1" : s3.region();
    }

    /** File of the S3 store's keys. */
    public Path s3CredentialsFile() {
        return home.secrets().resolve("s3.properties");
    }

    /** Folder of the checkpoints of a job. */
    public Path checkpoints(String jobName) {
        return home.data("checkpoints").resolve(jobName.replace(' ', '-'));
    }

    /** Jar of what the capture writes keys and values with. */
    public Path captureJar() {
        return root.resolve("capture/target/lakehouse-capture.jar");
    }

    /** Jar of the stream jobs. */
    public Path streamJar() {
        return root.resolve("stream/target/lakehouse-stream.jar");
    }

    /** Jar of the batch. */
    public Path lakeJar() {
        return root.resolve("lake/target/lakehouse-lake.jar");
    }

    /** Jar of Pinot's main class. */
    public Path realtimeJar() {
        return root.resolve("realtime/target/lakehouse-realtime.jar");
    }
}
