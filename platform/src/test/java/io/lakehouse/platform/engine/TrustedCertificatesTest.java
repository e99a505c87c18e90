package io.lakehouse.platform.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.lakehouse.platform.engine.rest.Certificates;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrustedCertificatesTest {
    @TempDir
    Path folder;

    @Test
    void aJvmIsToldTheStoreByOneArgumentAndOpensItWithoutAPassword() throws Exception {
        var ca = Certificates.make(folder.resolve("certificates")).authority();
        var entry = new EngineEntry("spark", 17, Map.of(), List.of("-Xmx1g"));
        var site = new Site(
                "spark",
                entry,
                new Home(folder.resolve("home"), 0),
                new Installation("spark", Map.of(), null),
                Path.of("/jdk"),
                ca.toString());

        var command = site.javaOn("x.jar", "io.lakehouse.Main", "argument");

        var store = site.configuration().resolve("trusted-certificates.jks");
        assertThat(command).contains("-Xmx1g", "-Djavax.net.ssl.trustStore=" + store);
        var opened = KeyStore.getInstance("JKS");
        try (var file = Files.newInputStream(store)) {
            opened.load(file, null);
        }
        X509Certificate own;
        try (var file = Files.newInputStream(ca)) {
            own = (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(file);
        }
        assertThat(opened.getCertificateAlias(own)).isNotNull();
        assertThat(Collections.list(opened.aliases()))
                .as("beside what Java trusts")
                .hasSizeGreaterThan(50);
    }

    @Test
    void aFileWithoutACertificateIsNamed() throws Exception {
        var empty = Files.writeString(folder.resolve("empty.pem"), "");

        assertThatExceptionOfType(Failure.class)
                .isThrownBy(() -> TrustedCertificates.with(empty))
                .withMessage("the file " + empty + " holds no certificate; expected PEM");
        assertThatExceptionOfType(Failure.class)
                .isThrownBy(() -> TrustedCertificates.with(folder.resolve("absent.pem")))
                .withMessageContaining("absent.pem cannot be read");
    }
}
