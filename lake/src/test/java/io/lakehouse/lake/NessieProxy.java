package io.lakehouse.lake;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Stands before the real Nessie and hands everything on, but for what a test does to merges. */
final class NessieProxy implements AutoCloseable {
    private final HttpClient http = HttpClient.newHttpClient();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server;
    private final String nessie;
    private final AtomicReference<Runnable> beforeMerge = new AtomicReference<>(() -> {});
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private final AtomicInteger answersToLose = new AtomicInteger();
    private final AtomicInteger questionsToLose = new AtomicInteger();
    private final AtomicInteger merges = new AtomicInteger();

    /** Stands before the Nessie of an address. */
    NessieProxy(String uri) throws IOException {
        nessie = uri;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    String uri() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/api/v2";
    }

    /** Does something before the next merge is handed on, once. */
    void beforeNextMerge(Runnable event) {
        beforeMerge.set(event);
    }

    /** Hands the next merge on, and drops the connection instead of answering. */
    void loseAnswerOfNextMerge() {
        answersToLose.set(1);
    }

    /** Drops the connection instead of handing the next merge on. */
    void loseNextMerge() {
        questionsToLose.set(1);
    }

    /** What went wrong in an event before a merge. */
    Optional<Throwable> failure() {
        return Optional.ofNullable(failure.get());
    }

    /** How many merges were handed on. */
    int merges() {
        return merges.get();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            var merge = exchange.getRequestURI().getRawPath().endsWith("/history/merge");
            if (merge) {
                beforeMerge();
                if (takeOne(questionsToLose)) {
                    return;
                }
                merges.incrementAndGet();
            }
            var answer = http.send(request(exchange), BodyHandlers.ofByteArray());
            if (merge && takeOne(answersToLose)) {
                return;
            }
            for (var name : List.of("Content-Type", "Content-Encoding")) {
                answer.headers().firstValue(name).ifPresent(value -> exchange.getResponseHeaders()
                        .set(name, value));
            }
            exchange.sendResponseHeaders(answer.statusCode(), answer.body().length == 0 ? -1 : answer.body().length);
            exchange.getResponseBody().write(answer.body());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void beforeMerge() {
        try {
            beforeMerge.getAndSet(() -> {}).run();
        } catch (Throwable e) {
            // Scala throws what Java would have to declare.
            failure.set(e);
            throw new IllegalStateException(e);
        }
    }

    private HttpRequest request(HttpExchange exchange) throws IOException {
        var uri = exchange.getRequestURI();
        var path = uri.getRawPath().substring("/api/v2".length());
        var query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
        var request = HttpRequest.newBuilder(URI.create(nessie + path + query))
                .method(
                        exchange.getRequestMethod(),
                        BodyPublishers.ofByteArray(exchange.getRequestBody().readAllBytes()));
        for (var name : List.of("Content-Type", "Content-Encoding", "Accept", "Accept-Encoding")) {
            var value = exchange.getRequestHeaders().getFirst(name);
            if (value != null) {
                request.header(name, value);
            }
        }
        return request.build();
    }

    private static boolean takeOne(AtomicInteger count) {
        return count.getAndUpdate(value -> Math.max(0, value - 1)) > 0;
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
