package io.lakehouse.platform.config;

import io.lakehouse.contract.declaration.Secrets;
import io.lakehouse.platform.engine.Failure;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Where and how the batches run, from {@code spark:} of {@code lakehouse.yaml}.
 *
 * @param master Spark's master URL, {@code local[2]} or {@code spark://host:port}
 * @param options settings of Spark, by Spark's names
 * @param resident whether a platform that is up keeps one Spark from run to run
 * @param idle how long that one waits for a run before it is ended
 * @param lifetime how old it becomes before it is replaced
 */
public record SparkSettings(
        String master, Map<String, String> options, boolean resident, Duration idle, Duration lifetime) {
    /** Keeps its own copy of the options. */
    public SparkSettings {
        options = Map.copyOf(options);
    }

    /** On this machine, kept for ten minutes. */
    public static final SparkSettings DEFAULT =
            new SparkSettings("local[2]", Map.of(), true, Duration.ofMinutes(10), Duration.ofHours(12));

    private static final Set<String> OWNED =
            Set.of("spark.master", "spark.jars", "spark.local.dir", "spark.sql.extensions");
    private static final String MASTERS = "local(\\[[^]]+])?|[a-z][a-z0-9]*://.+|yarn";

    /**
     * A master, if it can be one.
     *
     * @throws Failure when it is none
     */
    public static String requireMaster(String master) {
        if (!master.matches(MASTERS)) {
            throw new Failure("\"" + master + "\" is no master of Spark: write local[2] or spark://host:port");
        }
        return master;
    }

    static SparkSettings read(YamlNode section) {
        section.only("master", "options", "resident", "idle", "lifetime");
        return new SparkSettings(
                section.field("master").map(SparkSettings::master).orElse(DEFAULT.master()),
                section.field("options").map(SparkSettings::options).orElse(DEFAULT.options()),
                section.field("resident").map(YamlNode::flag).orElse(DEFAULT.resident()),
                section.field("idle").map(YamlNode::duration).orElse(DEFAULT.idle()),
                section.field("lifetime").map(YamlNode::duration).orElse(DEFAULT.lifetime()));
    }

    /** Those that the batch or the platform sets are no choice. */
    private static Map<String, String> options(YamlNode section) {
        var options = new LinkedHashMap<String, String>();
        section.entries().forEach((name, value) -> {
            if (!name.startsWith("spark.") || OWNED.contains(name)) {
                throw value.failure("is no setting of Spark that can be set here; " + OWNED + " are the platform's");
            }
            if (Secrets.isName(name)) {
                throw value.failure("a secret cannot stand here: Spark's settings are seen in lists of processes");
            }
            options.put(name, value.text());
        });
        return options;
    }

    private static String master(YamlNode node) {
        try {
            return requireMaster(node.text());
        } catch (Failure e) {
            throw node.failure(e.getMessage());
        }
    }
}
