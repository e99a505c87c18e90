package io.lakehouse.platform.engine.rest;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * An authority of the test's own and the certificate that it gave to 127.0.0.1, made by the JDK's keytool.
 *
 * @param authority the authority's certificate, PEM
 * @param certificate the server's certificate, PEM
 * @param key the server's private key, PEM
 * @param keyStore both with the authority's, PKCS12
 */
public record Certificates(Path authority, Path certificate, Path key, Path keyStore) {
    /** Of the key store and its keys. */
    public static final String PASSWORD = "of-the-key-store";

    /** Makes them in a folder. */
    public static Certificates make(Path folder) throws IOException, InterruptedException, GeneralSecurityException {
        Files.createDirectories(folder);
        var authorityStore = folder.resolve("authority.p12");
        var serverStore = folder.resolve("server.p12");
        var authority = folder.resolve("authority.pem");
        var request = folder.resolve("server.csr");
        var certificate = folder.resolve("server.pem");
        keytool(authorityStore, "-genkeypair", "-alias", "authority", "-dname", "CN=authority", "-ext", "bc:c");
        keytool(authorityStore, "-exportcert", "-rfc", "-alias", "authority", "-file", authority.toString());
        keytool(serverStore, "-genkeypair", "-alias", "server", "-dname", "CN=server");
        keytool(serverStore, "-certreq", "-alias", "server", "-file", request.toString());
        keytool(
                authorityStore,
                "-gencert",
                "-rfc",
                "-alias",
                "authority",
                "-ext",
                "san=ip:127.0.0.1",
                "-infile",
                request.toString(),
                "-outfile",
                certificate.toString());
        keytool(serverStore, "-importcert", "-noprompt", "-alias", "authority", "-file", authority.toString());
        keytool(serverStore, "-importcert", "-noprompt", "-alias", "server", "-file", certificate.toString());
        var store = KeyStore.getInstance(serverStore.toFile(), PASSWORD.toCharArray());
        var encoded = store.getKey("server", PASSWORD.toCharArray()).getEncoded();
        var key = Files.writeString(
                folder.resolve("server.key"),
                "-----BEGIN PRIVATE KEY-----\n"
                        + Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                                .encodeToString(encoded)
                        + "\n-----END PRIVATE KEY-----\n");
        return new Certificates(authority, certificate, key, serverStore);
    }

    private static void keytool(Path store, String... arguments) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        command.addAll(List.of(arguments));
        command.addAll(List.of("-keystore", store.toString(), "-storetype", "PKCS12", "-storepass", PASSWORD));
        if (command.contains("-genkeypair")) {
            command.addAll(List.of("-keyalg", "RSA", "-keysize", "2048", "-validity", "2"));
        }
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IllegalStateException(command + ": " + said);
        }
    }
}
