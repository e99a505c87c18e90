package io.lakehouse.platform.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/** What the certificate of an https server may come from: those that Java trusts, and those of a file. */
public final class TrustedCertificates {
    /** A kind that a JVM opens without a password: it is told the path alone, and nothing in it is secret. */
    private static final String KIND = "JKS";

    private static final char[] NO_SECRET = "changeit".toCharArray();

    private TrustedCertificates() {}

    /**
     * Both, in memory.
     *
     * @param ca a file with certificates, PEM
     * @throws Failure when the file cannot be read or holds no certificate
     */
    public static KeyStore with(Path ca) {
        try (var certificates = Files.newInputStream(ca)) {
            var store = KeyStore.getInstance(KIND);
            store.load(null, null);
            var number = 0;
            for (var usual : usual()) {
                store.setCertificateEntry("java-" + number++, usual);
            }
            var found = CertificateFactory.getInstance("X.509").generateCertificates(certificates);
            if (found.isEmpty()) {
                throw new Failure("the file " + ca + " holds no certificate; expected PEM");
            }
            for (var certificate : found) {
                store.setCertificateEntry("own-" + number++, certificate);
            }
            return store;
        } catch (IOException | GeneralSecurityException e) {
            throw new Failure("the certificates in " + ca + " cannot be read: " + e.getMessage(), e);
        }
    }

    /**
     * The argument by which a JVM trusts both, and nothing else.
     *
     * @param ca a file with certificates, PEM
     * @param store the file that is written for that JVM
     * @throws Failure when the one cannot be read or the other not be written
     */
    static String argument(Path ca, Path store) {
        var written = with(ca);
        var draft = store.resolveSibling(store.getFileName() + ".new");
        try {
            try (var file = Files.newOutputStream(draft)) {
                written.store(file, NO_SECRET);
            }
            // A JVM that starts at the same moment reads the one or the other, never a half.
            Files.move(draft, store, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException | GeneralSecurityException e) {
            throw new Failure("the trusted certificates cannot be written to " + store + ": " + e.getMessage(), e);
        }
        return "-Djavax.net.ssl.trustStore=" + store;
    }

    private static X509Certificate[] usual() throws GeneralSecurityException {
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
