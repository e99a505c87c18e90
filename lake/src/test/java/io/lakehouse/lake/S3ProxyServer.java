package io.lakehouse.lake;

import static org.awaitility.Awaitility.await;

import io.lakehouse.contract.job.LakeAddress;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;

/** The real S3Proxy, over a folder and as the platform configures it, in a process of its own on loopback and a free port. */
final class S3ProxyServer implements AutoCloseable {
    static final String BUCKET = "lake";
    private static final String KEY = "test-key";
    private static final String SECRET = "test-secret";

    private final Process process;
    private final String endpoint;
    private final Path credentials;

    private S3ProxyServer(Process process, String endpoint, Path credentials) {
        this.process = process;
        this.endpoint = endpoint;
        this.credentials = credentials;
    }

    /** Starts it and waits until it answers. */
    static S3ProxyServer start(Path folder) throws IOException {
        var data = folder.resolve("data");
        Files.createDirectories(data.resolve(BUCKET));
        var endpoint = "http://127.0.0.1:" + NessieServer.freePort();
        var properties = new Properties();
        properties.putAll(Map.of(
                "s3proxy.endpoint",
                endpoint,
                "s3proxy.authorization",
                "aws-v2-or-v4",
                "s3proxy.identity",
                KEY,
                "s3proxy.credential",
                SECRET,
                "s3proxy.v4-max-non-chunked-request-size",
                Integer.toString(128 << 20),
                "jclouds.provider",
                "filesystem-nio2",
                "jclouds.filesystem.basedir",
                data.toString()));
        var file = write(folder.resolve("s3proxy.properties"), properties);
        var credentials = new Properties();
        credentials.putAll(Map.of("s3.access-key", KEY, "s3.secret-key", SECRET));
        var log = folder.resolve("s3proxy.log");
        var process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx192m",
                        "-XX:+UseSerialGC",
                        "-DLOG_LEVEL=warn",
                        "-cp",
                        System.getProperty("s3proxy.jar"),
                        "org.gaul.s3proxy.Main",
                        "--properties",
                        file.toString()))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        var server = new S3ProxyServer(process, endpoint, write(folder.resolve("s3.properties"), credentials));
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        await("S3Proxy, see " + log)
                .atMost(Duration.ofMinutes(1))
                .failFast("S3Proxy ended, see " + log, () -> !process.isAlive())
                .ignoreExceptions()
                .until(server::refusesStrangers);
        return server;
    }

    /** A lake in its bucket. */
    LakeAddress lake(String nessieUri) {
        return new LakeAddress(nessieUri, "main", "s3://" + BUCKET, endpoint, "us-east-1", credentials.toString());
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private static Path write(Path file, Properties properties) throws IOException {
        try (var writer = Files.newBufferedWriter(file)) {
            properties.store(writer, null);
        }
        return file;
    }

    private boolean refusesStrangers() throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(endpoint + "/")).build();
        return HttpClient.newHttpClient()
                        .send(request, BodyHandlers.discarding())
                        .statusCode()
                == HttpURLConnection.HTTP_FORBIDDEN;
    }
}
