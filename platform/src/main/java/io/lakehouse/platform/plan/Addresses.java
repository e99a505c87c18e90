package io.lakehouse.platform.plan;

import io.lakehouse.platform.config.PlatformSettings;
import io.lakehouse.platform.engine.Catalogue;
import io.lakehouse.platform.engine.Site;

/**
 * Where every engine answers, whether the platform runs it or somebody else does.
 *
 * @param postgresHost host of the platform's PostgreSQL
 * @param postgresPort its port
 * @param kafka bootstrap servers
 * @param connect REST of Kafka Connect, {@code http://host:port}
 * @param flink REST of Flink
 * @param s3 endpoint of the S3 store
 * @param nessie base of Nessie, without {@code /api}
 * @param trino base of Trino
 * @param pinotController base of Pinot's controller
 * @param pinotBroker base of Pinot's broker
 */
public record Addresses(
        String postgresHost,
        int postgresPort,
        String kafka,
        String connect,
        String flink,
        String s3,
        String nessie,
        String trino,
        String pinotController,
        String pinotBroker) {

    /** The addresses of a platform that runs every engine itself. */
    public static Addresses embedded(Catalogue catalogue, int portOffset) {
        return new Addresses(
                Site.HOST,
                port(catalogue, "postgres", "postgres", portOffset),
                Site.HOST + ":" + port(catalogue, "kafka", "broker", portOffset),
                http(catalogue, "connect", "rest", portOffset),
                http(catalogue, "flink-jobmanager", "rest", portOffset),
                http(catalogue, "s3", "s3", portOffset),
                http(catalogue, "nessie", "rest", portOffset),
                http(catalogue, "trino", "http", portOffset),
                http(catalogue, "pinot", "controller", portOffset),
                http(catalogue, "pinot", "broker", portOffset));
    }

    /** The addresses of a platform, those of engines that somebody else runs taken from the settings. */
    public static Addresses of(Catalogue catalogue, int portOffset, PlatformSettings settings) {
        var own = embedded(catalogue, portOffset);
        var postgres = settings.postgres();
        var kafka = settings.kafka();
        var connect = settings.connect();
        var flink = settings.flink();
        var s3 = settings.s3();
        var nessie = settings.nessie();
        var trino = settings.trino();
        var pinot = settings.pinot();
        return new Addresses(
                postgres == null ? own.postgresHost : postgres.host(),
                postgres == null ? own.postgresPort : postgres.port(),
                kafka == null ? own.kafka : kafka.bootstrap(),
                connect == null ? own.connect : connect.url(),
                flink == null ? own.flink : flink.rest(),
                s3 == null ? own.s3 : s3.endpoint(),
                nessie == null ? own.nessie : nessie.url(),
                trino == null ? own.trino : trino.url(),
                pinot == null ? own.pinotController : pinot.controller(),
                pinot == null ? own.pinotBroker : pinot.broker());
    }

    private static String http(Catalogue catalogue, String engine, String port, int offset) {
        return "http://" + Site.HOST + ":" + port(catalogue, engine, port, offset);
    }

    private static int port(Catalogue catalogue, String engine, String port, int offset) {
        return catalogue.engine(engine).ports().get(port) + offset;
    }
}
