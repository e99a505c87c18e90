package io.lakehouse.lake;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The real Nessie in a process of its own, on loopback and a free port, which forgets everything when it ends. */
final class NessieServer implements AutoCloseable {
    private final Process process;
    private final int port;

    private NessieServer(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Starts it and waits until it answers; what it logs goes to a file of the folder. */
    static NessieServer start(Path folder) throws IOException {
        var port = freePort();
        var log = folder.resolve("nessie.log");
        var process = new ProcessBuilder(List.of(
                        java25().toString(),
                        "-Xmx512m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Dnessie.version.store.type=IN_MEMORY",
                        "-Dquarkus.otel.sdk.disabled=true",
                        "-Dquarkus.http.host=127.0.0.1",
                        "-Dquarkus.http.port=" + port,
                        "-Dquarkus.management.host=127.0.0.1",
                        "-Dquarkus.management.port=" + freePort(),
                        "-jar",
                        System.getProperty("nessie.runner")))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        var server = new NessieServer(process, port);
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        await("Nessie, see " + log)
                .atMost(Duration.ofMinutes(3))
                .pollInterval(Duration.ofMillis(250))
                .failFast("Nessie ended, see " + log, () -> !process.isAlive())
                .ignoreExceptions()
                .until(() -> server.get("/config").contains("defaultBranch"));
        return server;
    }

    String uri() {
        return "http://127.0.0.1:" + port + "/api/v2";
    }

    /** The answer to a GET below {@link #uri}. */
    String get(String path) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(uri() + path)).build();
        return HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body();
    }

    /** Names the state that main is in now; a name of a branch or a tag, as Nessie spells these types. */
    void name(String type, String name) throws IOException, InterruptedException {
        name(type, name, head());
    }

    /** Where main stands now. */
    JsonNode head() throws IOException, InterruptedException {
        return new ObjectMapper().readTree(get("/trees/main")).path("reference");
    }

    /** Names the state that main was in when {@link #head} told this. */
    void name(String type, String name, JsonNode main) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(uri() + "/trees?type=" + type + "&name=" + name))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(main.toString()))
                .build();
        var answer = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
        if (answer.statusCode() != HttpURLConnection.HTTP_OK) {
            throw new IllegalStateException(answer.body());
        }
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

    static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static Path java25() throws IOException {
        var told = System.getenv("LAKEHOUSE_JDK_25");
        if (told != null) {
            return Path.of(told, "bin", "java");
        }
        try (var homes = Files.list(Path.of("/usr/lib/jvm"))) {
            return homes.filter(home -> home.getFileName().toString().matches(".*\\b25\\b.*"))
                    .map(home -> home.resolve("bin/java"))
                    .filter(Files::isExecutable)
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException(
                            "Nessie needs a JDK 25: set LAKEHOUSE_JDK_25 to one or install it under /usr/lib/jvm"));
        }
    }
}
