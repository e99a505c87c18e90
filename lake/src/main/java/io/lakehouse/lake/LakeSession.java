package io.lakehouse.lake;

import io.lakehouse.contract.job.LakeAddress;
import io.lakehouse.contract.job.LakeCredentials;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.iceberg.spark.SparkCatalog;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.jdk.javaapi.CollectionConverters;

/** The Spark session of a run, sized for a small machine, and its Iceberg catalogue. */
public final class LakeSession {
    private static final Logger LOG = LoggerFactory.getLogger(LakeSession.class);
    private static final String CATALOG_PREFIX = "spark.sql.catalog.";
    private static final String CATALOG = "org.apache.iceberg.spark.SparkCatalog";

    private LakeSession() {}

    /**
     * Starts the session, or gives the one that runs. Every system property {@code spark.*} is a setting of it; without
     * {@code spark.master} it runs here.
     */
    public static SparkSession start(String name) {
        var master = System.getProperty("spark.master", "local[2]");
        var session = SparkSession.builder().appName(name).master(master);
        if (master.startsWith("local")) {
            // Executors elsewhere have to reach the driver.
            session.config("spark.driver.host", "127.0.0.1").config("spark.driver.bindAddress", "127.0.0.1");
        }
        return session.config("spark.ui.enabled", "false")
                .config("spark.sql.shuffle.partitions", System.getProperty("spark.sql.shuffle.partitions", "4"))
                .config("spark.sql.session.timeZone", "UTC")
                // Instants and local times instead of java.sql's types, which mix a zone into every value.
                .config("spark.sql.datetime.java8API.enabled", "true")
                .config("spark.sql.extensions", "org.apache.iceberg.spark.extensions.IcebergSparkSessionExtensions")
                // Only Spark's own catalogue asks for a folder, and no table of ours is in it.
                .config(
                        "spark.sql.warehouse.dir",
                        Path.of(System.getProperty("java.io.tmpdir"), "spark-unused")
                                .toUri()
                                .toString())
                .getOrCreate();
    }

    /**
     * Makes a catalogue known to the session. Spark loads it when it is first used.
     *
     * @param properties the catalogue's properties, as Iceberg names them
     */
    public static void addCatalog(SparkSession spark, String name, Map<String, String> properties) {
        var prefix = CATALOG_PREFIX + name;
        spark.conf().set(prefix, CATALOG);
        // A run must see its own writes, and the checkpoint as it is on its branch.
        spark.conf().set(prefix + ".cache-enabled", "false");
        properties.forEach((key, value) -> spark.conf().set(prefix + "." + key, value));
    }

    /** Lets go of the connections of every catalogue that was added to the session, which is the thread's active one. */
    static void closeCatalogs(SparkSession spark) {
        CollectionConverters.asJava(spark.conf().getAll()).entrySet().stream()
                // Iceberg's own actions add one, of another kind, that cannot be loaded.
                .filter(setting -> setting.getKey().startsWith(CATALOG_PREFIX)
                        && setting.getValue().equals(CATALOG))
                .map(setting -> setting.getKey().substring(CATALOG_PREFIX.length()))
                .forEach(name -> close(spark, name));
    }

    private static void close(SparkSession spark, String name) {
        try {
            if (spark.sessionState().catalogManager().catalog(name) instanceof SparkCatalog loaded
                    && loaded.icebergCatalog() instanceof Closeable connection) {
                connection.close();
            }
        } catch (IOException | RuntimeException e) {
            // The run has ended and is told of; what cannot be closed goes with the session.
            LOG.warn("catalogue {} could not be closed", name, e);
        }
    }

    /**
     * The properties of the catalogue of a lake, at its reference. The secrets come from their file and go nowhere but into
     * the session. A warehouse that is a {@code file:} URI is read without a store.
     *
     * @throws java.io.UncheckedIOException when the file cannot be read
     * @throws IllegalArgumentException when it lacks a key; the message names the file and the key
     */
    public static Map<String, String> catalogProperties(LakeAddress lake) {
        var properties = new LinkedHashMap<String, String>();
        properties.put("type", "nessie");
        properties.put("uri", lake.nessieUri());
        properties.put("ref", lake.reference());
        properties.put("warehouse", lake.warehouse());
        var credentials = LakeCredentials.of(lake);
        properties.putAll(credentials.catalogue());
        if (lake.warehouse().startsWith("file:")) {
            properties.put("io-impl", "org.apache.iceberg.hadoop.HadoopFileIO");
            return properties;
        }
        properties.put("io-impl", "org.apache.iceberg.aws.s3.S3FileIO");
        properties.put("s3.endpoint", lake.s3Endpoint());
        properties.put("s3.path-style-access", "true");
        properties.put("client.region", lake.s3Region());
        properties.putAll(credentials.store());
        return properties;
    }
}
