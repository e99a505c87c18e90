package io.lakehouse.platform.supervise;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.lakehouse.contract.job.BatchOrder;
import io.lakehouse.contract.job.BatchSpec;
import io.lakehouse.platform.engine.Failure;
import io.lakehouse.platform.engine.Processes;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One Spark that stays from run to run, started when the first is wanted. Runs follow each other in it. It is ended when
 * it has been idle for long, lives for long or has grown; one that dies or is killed is replaced at the next run.
 */
final class ResidentSpark implements SparkProcess {
    private static final Logger LOG = LoggerFactory.getLogger(ResidentSpark.class);
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final SparkCommand command;
    private final SessionLimits limits;
    private final Spawner spawner = new Spawner();
    private final ReentrantLock oneRun = new ReentrantLock(true);
    private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor(task -> {
        var thread = new Thread(task, "spark session watch");
        thread.setDaemon(true);
        return thread;
    });
    private volatile boolean isClosed;
    private volatile @Nullable Session session;

    /** A session that runs. */
    private static final class Session {
        final Process process;
        final BufferedReader answers;
        final long started = System.nanoTime();
        long lastUsed = System.nanoTime();

        Session(Process process) {
            this.process = process;
            this.answers = process.inputReader(StandardCharsets.UTF_8);
        }
    }

    ResidentSpark(SparkCommand command, SessionLimits limits) {
        this.command = command;
        this.limits = limits;
        var often = Math.max(100, limits.idle().toMillis() / 10);
        watch.scheduleWithFixedDelay(this::endIfIdle, often, often, TimeUnit.MILLISECONDS);
    }

    @Override
    public OptionalInt run(BatchSpec spec, Path log, Duration limit) throws IOException, InterruptedException {
        oneRun.lockInterruptibly();
        try {
            var here = alive();
            var code = order(here, new BatchOrder(spec, log.toString()), limit);
            here.lastUsed = System.nanoTime();
            endIfWornOut(here);
            return code;
        } finally {
            oneRun.unlock();
        }
    }

    @Override
    public OptionalInt pid() {
        var here = session;
        return here != null && here.process.isAlive()
                ? OptionalInt.of(Math.toIntExact(here.process.pid()))
                : OptionalInt.empty();
    }

    private synchronized Session alive() throws IOException {
        if (isClosed) {
            throw new Failure("the platform goes down");
        }
        var here = session;
        if (here != null && here.process.isAlive()) {
            return here;
        }
        var launch = command.launch("io.lakehouse.lake.BatchServer");
        var log = command.site().home().log("spark");
        var started = new Session(spawner.spawnPiped(launch, log));
        session = started;
        LOG.info("spark session started pid={}", started.process.pid());
        return started;
    }

    private OptionalInt order(Session here, BatchOrder order, Duration limit) throws IOException, InterruptedException {
        try {
            var writer = here.process.outputWriter(StandardCharsets.UTF_8);
            writer.write(JSON.writeValueAsString(order));
            writer.newLine();
            writer.flush();
        } catch (IOException e) {
            // It has died before it could be told; how, its exit code says.
            LOG.debug("spark session takes no order pid={}", here.process.pid(), e);
        }
        var answer = CompletableFuture.supplyAsync(() -> line(here.answers));
        try {
            var line = answer.get(limit.toMillis(), TimeUnit.MILLISECONDS);
            return OptionalInt.of(line == null ? here.process.waitFor() : Integer.parseInt(line.strip()));
        } catch (TimeoutException e) {
            here.process.destroyForcibly().waitFor();
            return OptionalInt.empty();
        } catch (ExecutionException e) {
            throw new IOException("the spark session gives no answer: " + e.getCause(), e);
        }
    }

    private static @Nullable String line(BufferedReader answers) {
        try {
            return answers.readLine();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void endIfWornOut(Session here) {
        var age = Duration.ofNanos(System.nanoTime() - here.started);
        var bytes = here.process.isAlive() ? Processes.residentBytes(here.process.pid()) : 0;
        if (age.compareTo(limits.lifetime()) > 0 || bytes > limits.bytes()) {
            LOG.info("spark session is worn out pid={} age={} bytes={}", here.process.pid(), age, bytes);
            end(here);
        }
    }

    private void endIfIdle() {
        if (!oneRun.tryLock()) {
            return;
        }
        try {
            var here = session;
            if (here != null
                    && System.nanoTime() - here.lastUsed > limits.idle().toNanos()) {
                LOG.info("spark session was idle pid={}", here.process.pid());
                end(here);
            }
        } finally {
            oneRun.unlock();
        }
    }

    private synchronized void end(Session here) {
        here.process.destroyForcibly();
        session = null;
    }

    @Override
    public void close() {
        synchronized (this) {
            isClosed = true;
            var here = session;
            if (here != null) {
                here.process.destroyForcibly();
            }
        }
        watch.shutdownNow();
        spawner.close();
    }
}
