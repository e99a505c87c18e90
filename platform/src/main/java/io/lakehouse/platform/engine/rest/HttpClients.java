package io.lakehouse.platform.engine.rest;

import io.lakehouse.platform.engine.Failure;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

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
        try (var certificates = Files.newInputStream(ca)) {
            var store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            var number = 0;
            for (var usual : usuallyTrusted()) {
                store.setCertificateEntry("java-" + number++, usual);
            }
            var found = CertificateFactory.getInstance("X.509").generateCertificates(certificates);
            if (found.isEmpty()) {
                throw new Failure("the file " + ca + " holds no certificate; expected PEM");
            }
            for (var certificate : found) {
                store.setCertificateEntry("own-" + number++, certificate);
            }
            var managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            managers.init(store);
            var context = SSLContext.getInstance("TLS");
            context.init(null, managers.getTrustManagers(), null);
            return context;
        } catch (IOException | GeneralSecurityException e) {
            throw new Failure("the certificates in " + ca + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static X509Certificate[] usuallyTrusted() throws GeneralSecurityException {
        var managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init((KeyStore) null);
        for (var manager : managers.getTrustManagers()) {
            if (manager instanceof X509TrustManager trusting) {
                return trusting.getAcceptedIssuers();
            }
        }
        return new X509Certificate[0];
    }
}
