package io.lakehouse.platform.engine.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.lakehouse.platform.engine.Failure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An engine behind https, whose certificate comes from an authority that Java does not know. */
class JsonRestTest {
    @TempDir
    static Path folder;

    private static Certificates certificates;
    private static HttpsServer engine;
    private static String url;

    @BeforeAll
    static void start() throws Exception {
        certificates = Certificates.make(folder.resolve("engine"));
        engine = HttpsServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        engine.setHttpsConfigurator(new HttpsConfigurator(context()));
        engine.createContext("/", exchange -> {
            var asked = exchange.getRequestHeaders().getFirst("Authorization");
            var body = ("{\"authorization\":\"" + asked + "\"}").getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        engine.start();
        url = "https://127.0.0.1:" + engine.getAddress().getPort();
    }

    @AfterAll
    static void stop() {
        engine.stop(0);
    }

    @Test
    void theCertificateIsTrustedWhenItsAuthorityIsNamedAndOnlyThen() throws Exception {
        assertThat(asked(certificates.authority(), new Login.None())).isEqualTo("null");

        assertThatThrownBy(() -> new JsonRest(url).get("/"))
                .isInstanceOf(RestException.class)
                .hasMessageContaining("GET " + url + "/")
                .hasMessageContaining("certification path");
        var another = Certificates.make(folder.resolve("another"));
        assertThatThrownBy(() -> asked(another.authority(), new Login.None())).isInstanceOf(RestException.class);
    }

    @Test
    void aLoginIsAHeader() throws Exception {
        assertThat(asked(certificates.authority(), new Login.Basic("Zoë", () -> "a:b")))
                .isEqualTo("Basic Wm/DqzphOmI=");
        assertThat(asked(certificates.authority(), new Login.Bearer(() -> "t0ken")))
                .isEqualTo("Bearer t0ken");
    }

    @Test
    void aFileWithoutACertificateIsNamed() throws IOException {
        var empty = Files.writeString(folder.resolve("empty.pem"), "");

        assertThatThrownBy(() -> asked(empty, new Login.None()))
                .isInstanceOf(Failure.class)
                .hasMessageContaining(empty.toString());
    }

    private static String asked(Path ca, Login login) throws RestException {
        return new JsonRest(new Endpoint(url, ca.toString(), login))
                .get("/")
                .path("authorization")
                .asText();
    }

    private static SSLContext context() throws GeneralSecurityException, IOException {
        var store = KeyStore.getInstance(certificates.keyStore().toFile(), Certificates.PASSWORD.toCharArray());
        var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, Certificates.PASSWORD.toCharArray());
        var context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }
}
