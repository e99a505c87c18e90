package io.lakehouse.platform.lanes;

import io.lakehouse.contract.job.KafkaAddress;
import io.lakehouse.platform.engine.DelegatingEngine;
import io.lakehouse.platform.engine.Engine;
import io.lakehouse.platform.engine.Launch;
import io.lakehouse.platform.engine.UnprivilegedUser;
import io.lakehouse.platform.engine.rest.Certificates;
import io.lakehouse.platform.stream.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/** A PostgreSQL or a Kafka as somebody else runs it: it talks over TLS only, and the Kafka asks who is there. */
record SecuredEngine(Engine engine, Certificates certificates, KafkaAddress kafka, String kafkaPassword)
        implements DelegatingEngine {
    @Override
    public Launch prepare() throws Exception {
        var launch = engine.prepare();
        if (name().equals("kafka")) {
            var properties = Path.of(launch.command().get(launch.command().size() - 1));
            Files.writeString(properties, kafkaProperties(), StandardOpenOption.APPEND);
        } else {
            secure(launch.directory());
        }
        return launch;
    }

    @Override
    public void probe() throws Exception {
        if (name().equals("kafka")) {
            try (var topics = new Topics(kafka)) {
                topics.names();
            }
        } else {
            engine.probe();
        }
    }

    private String kafkaProperties() {
        var broker = "SASL_SSL://127.0.0.1:" + ports().get("broker");
        var listeners = broker + ",CONTROLLER://127.0.0.1:" + ports().get("controller");
        return String.join(
                "\n",
                "",
                "listeners=" + listeners,
                "advertised.listeners=" + listeners,
                "listener.security.protocol.map=SASL_SSL:SASL_SSL,CONTROLLER:PLAINTEXT",
                "inter.broker.listener.name=SASL_SSL",
                "sasl.enabled.mechanisms=PLAIN",
                "sasl.mechanism.inter.broker.protocol=PLAIN",
                "listener.name.sasl_ssl.plain.sasl.jaas.config="
                        + "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"broker\""
                        + " password=\"broker\" user_broker=\"broker\" user_lakehouse=\"" + kafkaPassword + "\";",
                "ssl.keystore.type=PKCS12",
                "ssl.keystore.location=" + certificates.keyStore(),
                "ssl.keystore.password=" + Certificates.PASSWORD,
                "ssl.truststore.type=PEM",
                "ssl.truststore.location=" + certificates.authority(),
                "");
    }

    private void secure(Path data) throws IOException {
        for (var file : List.of(certificates.certificate(), certificates.key())) {
            var copy = data.resolve(file.getFileName());
            Files.writeString(copy, Files.readString(file));
            Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString("rw-------"));
            UnprivilegedUser.own(copy);
        }
        Files.writeString(
                data.resolve("postgresql.conf"),
                "ssl = on\nssl_cert_file = 'server.pem'\nssl_key_file = 'server.key'\n",
                StandardOpenOption.APPEND);
        Files.writeString(
                data.resolve("pg_hba.conf"),
                "hostssl all all 127.0.0.1/32 scram-sha-256\nhostssl replication all 127.0.0.1/32 scram-sha-256\n");
    }
}
