package io.lakehouse.platform.engine.rest;

import io.lakehouse.platform.engine.Failure;
import io.lakehouse.platform.engine.TrustedCertificates;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** One client for all servers, and one for those of each file of certificates. */
final class HttpClients {
    private static final HttpClient USUAL = builder().build();
    private static final Map<String, HttpClient> BY_CERTIFICATES = new ConcurrentHashMap<>();

    private HttpClients() {}

    /**
     * The client that trusts these certificates too.
     *
     * @param ca path of a PEM file; empty for those alone that Java trusts
     * @throws Failure when the file cannot be read or holds no certificate
     */
    static HttpClient trusting(String ca) {
        return ca.isEmpty()
                ? USUAL
                : BY_CERTIFICATES.computeIfAbsent(
                        ca, path -> builder().sslContext(context(Path.of(path))).build());
    }

    private static HttpClient.Builder builder() {
        return HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(Duration.ofSeconds(5));
    }

    private static SSLContext context(Path ca) {
        try {
            var managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            managers.init(TrustedCertificates.with(ca));
            var context = SSLContext.getInstance("TLS");
            context.init(null, managers.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new Failure("the certificates in " + ca + " cannot be used: " + e.getMessage(), e);
        }
    }
}
