package io.lakehouse.platform.lanes.batch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.lakehouse.platform.engine.ConfigurationFile;
import io.lakehouse.platform.engine.Failure;
import io.lakehouse.platform.engine.Home;
import io.lakehouse.platform.engine.Processes.Identity;
import io.lakehouse.platform.supervise.BatchRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where a command line leaves the runs that it wants with the supervisor, which has the Spark that stays: a folder of the
 * home, so that whoever may use the home may ask, and nobody else. A request is taken by deleting its file, which only one
 * can.
 */
final class BatchDesk implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(BatchDesk.class);
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String REQUEST = ".request";
    private static final String ANSWER = ".answer";
    private static final long POLL_MILLIS = 50;
    private static final Duration TAKEN_WITHIN = Duration.ofSeconds(5);

    private final Path folder;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        var thread = new Thread(task, "batch desk");
        thread.setDaemon(true);
        return thread;
    });

    BatchDesk(Home home) {
        this.folder = home.run().resolve("batches");
    }

    /**
     * A run that is wanted.
     *
     * @param pipeline the pipeline
     * @param attempt which try it is
     * @param startedBy who wants it
     * @param timeoutMillis how long it may take, in ms; 0 for as long as the pipeline declares
     * @param pid the process that waits for the answer
     * @param startTicks what tells that process from a later one of its id
     * @param kind what is wanted
     */
    record Request(
            String pipeline,
            int attempt,
            String startedBy,
            long timeoutMillis,
            long pid,
            long startTicks,
            BatchRun.Kind kind) {
        static Request of(
                String pipeline, int attempt, String startedBy, Optional<Duration> timeout, BatchRun.Kind kind) {
            var self = Identity.of(ProcessHandle.current().pid()).orElseThrow();
            var millis = timeout.map(Duration::toMillis).orElse(0L);
            return new Request(pipeline, attempt, startedBy, millis, self.pid(), self.startTicks(), kind);
        }

        boolean isWaitedFor() {
            return new Identity(pid, startTicks).isAlive();
        }

        Optional<Duration> timeout() {
            return timeoutMillis == 0 ? Optional.empty() : Optional.of(Duration.ofMillis(timeoutMillis));
        }
    }

    /**
     * What became of it.
     *
     * @param run how it ended; null when another is under way, or it could not be started
     * @param failure why it could not be started; empty otherwise
     */
    record Answer(@Nullable BatchRun run, String failure) {}

    /** Makes the runs that are asked for. */
    @FunctionalInterface
    interface Clerk {
        Optional<BatchRun> run(Request request);
    }

    /** Takes requests until it is closed. One that nobody waits for any more is thrown away. */
    void open(Clerk clerk) {
        try {
            Files.createDirectories(folder);
            for (var left : files(ANSWER)) {
                Files.deleteIfExists(left);
            }
        } catch (IOException e) {
            throw new Failure("cannot use the folder " + folder + ": " + e.getMessage(), e);
        }
        threads.submit(() -> {
            while (!stop.await(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
                take(clerk);
            }
            return null;
        });
    }

    private void take(Clerk clerk) {
        try {
            for (var file : files(REQUEST)) {
                var request = JSON.readValue(Files.readString(file), Request.class);
                if (Files.deleteIfExists(file) && request.isWaitedFor()) {
                    threads.submit(() -> answer(clerk, file, request));
                }
            }
        } catch (IOException e) {
            LOG.warn("requests for batches cannot be read folder={}", folder, e);
        }
    }

    private void answer(Clerk clerk, Path file, Request request) {
        Answer answer;
        try {
            answer = new Answer(clerk.run(request).orElse(null), "");
        } catch (RuntimeException e) {
            LOG.warn("pipeline={} a batch that was asked for could not be started", request.pipeline(), e);
            answer = new Answer(null, String.valueOf(e.getMessage()));
        } catch (LinkageError e) {
            // The project was built anew under the supervisor: whoever asked must not wait for what never comes.
            LOG.error("pipeline={} the supervisor's own classes are gone", request.pipeline(), e);
            answer = new Answer(
                    null,
                    "the platform was built anew since it was started, and cannot load " + e.getMessage()
                            + ": lakehouse down, then up");
        }
        // Who was interrupted meanwhile would leave it lying.
        if (request.isWaitedFor()) {
            ConfigurationFile.write(answerTo(file), text(answer));
        }
    }

    /**
     * Asks the supervisor of a home for a run, and waits until it has ended.
     *
     * @param supervisor its process
     * @return what became of it; empty when the supervisor does not take requests, and nothing was done
     * @throws Failure when the supervisor ends meanwhile
     */
    Optional<Answer> ask(long supervisor, Request request) {
        var server = Identity.of(supervisor);
        if (server.isEmpty() || !Files.isDirectory(folder)) {
            return Optional.empty();
        }
        var file = ConfigurationFile.write(folder.resolve(UUID.randomUUID() + REQUEST), text(request));
        var giveUp = System.nanoTime() + TAKEN_WITHIN.toNanos();
        try {
            while (true) {
                var answer = read(answerTo(file));
                if (answer.isPresent()) {
                    return answer;
                }
                var isLate = System.nanoTime() > giveUp || !server.get().isAlive();
                if (isLate && Files.deleteIfExists(file)) {
                    return Optional.empty();
                }
                if (!server.get().isAlive()) {
                    throw new Failure("the platform went down while it ran a batch of " + request.pipeline()
                            + "; lakehouse batch history " + request.pipeline() + " tells of it");
                }
                Thread.sleep(POLL_MILLIS);
            }
        } catch (IOException e) {
            throw new Failure("cannot read the answer to a batch in " + folder + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure("interrupted", e);
        }
    }

    private static Optional<Answer> read(Path file) throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        var answer = JSON.readValue(Files.readString(file), Answer.class);
        Files.deleteIfExists(file);
        return Optional.of(answer);
    }

    private List<Path> files(String ending) throws IOException {
        try (var files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(ending)).toList();
        }
    }

    private static Path answerTo(Path request) {
        var name = request.getFileName().toString();
        return request.resolveSibling(name.substring(0, name.length() - REQUEST.length()) + ANSWER);
    }

    private static String text(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("it is made of texts and numbers", e);
        }
    }

    /** Takes no more requests; those that were taken are answered. */
    @Override
    public void close() {
        stop.countDown();
        threads.shutdown();
        try {
            threads.awaitTermination(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
