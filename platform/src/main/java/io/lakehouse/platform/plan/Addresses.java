package io.lakehouse.platform.plan;

import io.lakehouse.contract.job.KafkaAddress;
import io.lakehouse.platform.config.PlatformSettings;
import io.lakehouse.platform.engine.Catalogue;
import io.lakehouse.platform.engine.Site;
import io.lakehouse.platform.engine.rest.Endpoint;

/**
 * Where every engine answers, whether the platform runs it or somebody else does.
 *
 * @param postgresHost host of the platform's PostgreSQL
 * @param postgresPort its port
 * @param kafka where Kafka is, and the file with which its clients log in
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
        KafkaAddress kafka,
        Endpoint connect,
        Endpoint flink,
        String s3,
        Endpoint nessie,
        Endpoint trino,
        Endpoint pinotController,
        Endpoint pinotBroker) {

    /** The addresses of a platform that runs every engine itself. */
    public static Addresses embedded(Catalogue catalogue, int portOffset) {
        return new Addresses(
                Site.HOST,
                port(catalogue, "postgres", "postgres", portOffset),
                KafkaAddress.open(Site.HOST + ":" + port(catalogue, "kafka", "broker", portOffset)),
                http(catalogue, "connect", "rest", portOffset),
                http(catalogue, "flink-jobmanager", "rest", portOffset),
                http(catalogue, "s3", "s3", portOffset).url(),
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
                kafka == null ? own.kafka : kafka.address(),
                connect == null ? own.connect : settings.endpoint(connect.url(), connect.login()),
                flink == null ? own.flink : settings.endpoint(flink.rest(), flink.login()),
                s3 == null ? own.s3 : s3.endpoint(),
                nessie == null ? own.nessie : settings.endpoint(nessie.url(), nessie.login()),
                trino == null ? own.trino : settings.endpoint(trino.url(), trino.login()),
                pinot == null ? own.pinotController : settings.endpoint(pinot.controller(), pinot.login()),
                pinot == null ? own.pinotBroker : settings.endpoint(pinot.broker(), pinot.login()));
    }

    private static Endpoint http(Catalogue catalogue, String engine, String port, int offset) {
        return Endpoint.open("http://" + Site.HOST + ":" + port(catalogue, engine, port, offset));
    }

    private static int port(Catalogue catalogue, String engine, String port, int offset) {
        return catalogue.engine(engine).ports().get(port) + offset;
    }
}
