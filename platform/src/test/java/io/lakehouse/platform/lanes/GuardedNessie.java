package io.lakehouse.platform.lanes;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.lakehouse.platform.engine.rest.Certificates;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** What somebody puts in front of a Nessie: it talks TLS and lets nobody through who does not show a token. */
final class GuardedNessie implements AutoCloseable {
    private static final int UNAUTHORIZED = 401;
    /** Of the answer's headers, those that this server writes itself. */
    private static final Set<String> OWN = Set.of("content-length", "transfer-encoding", "connection", "date");

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final List<String> refused = new CopyOnWriteArrayList<>();
    private final HttpsServer server;
    private final String nessie;
    private final String token;

    private GuardedNessie(HttpsServer server, String nessie, String token) {
        this.server = server;
        this.nessie = nessie;
        this.token = token;
    }

    static GuardedNessie start(Certificates certificates, String nessie, String token)
            throws IOException, GeneralSecurityException {
        var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(
                KeyStore.getInstance(certificates.keyStore().toFile(), Certificates.PASSWORD.toCharArray()),
                Certificates.PASSWORD.toCharArray());
        var tls = SSLContext.getInstance("TLS");
        tls.init(keys.getKeyManagers(), null, null);
        var server = HttpsServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(tls));
        server.setExecutor(Executors.newCachedThreadPool());
        var guarded = new GuardedNessie(server, nessie, token);
        server.createContext("/", guarded::answer);
        server.start();
        return guarded;
    }

    /** Its address. */
    String url() {
        return "https://127.0.0.1:" + server.getAddress().getPort();
    }

    /** What was asked for without the token. */
    List<String> refused() {
        return refused;
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            var asked = exchange.getRequestMethod() + " " + exchange.getRequestURI();
            if (!("Bearer " + token).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
                refused.add(asked);
                exchange.sendResponseHeaders(UNAUTHORIZED, -1);
                return;
            }
            var request = HttpRequest.newBuilder(URI.create(nessie + exchange.getRequestURI()))
                    .method(
                            exchange.getRequestMethod(),
                            HttpRequest.BodyPublishers.ofByteArray(
                                    exchange.getRequestBody().readAllBytes()))
                    .header("X-Forwarded-Proto", "https")
                    .header(
                            "X-Forwarded-Host",
                            "127.0.0.1:" + server.getAddress().getPort());
            for (var name : List.of("Accept", "Accept-Encoding", "Content-Type", "Content-Encoding")) {
                exchange.getRequestHeaders()
                        .getOrDefault(name, List.of())
                        .forEach(value -> request.header(name, value));
            }
            var response = client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            response.headers().map().forEach((name, values) -> {
                if (!OWN.contains(name)) {
                    exchange.getResponseHeaders().put(name, values);
                }
            });
            exchange.sendResponseHeaders(
                    response.statusCode(), response.body().length == 0 ? -1 : response.body().length);
            if (response.body().length > 0) {
                exchange.getResponseBody().write(response.body());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
