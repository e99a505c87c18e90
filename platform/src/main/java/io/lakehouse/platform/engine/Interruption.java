package io.lakehouse.platform.engine;

import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is done when the process is told to end while something is under way, as by Ctrl-C: it is stopped, and the process
 * stays until this is closed, so that what became of it can be told.
 */
public final class Interruption implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Interruption.class);
    private static final long PATIENCE_SECONDS = 20;

    private final CountDownLatch closed = new CountDownLatch(1);
    private final @Nullable Thread hook;

    /** How something is stopped. */
    @FunctionalInterface
    public interface Stop {
        /** Has it end soon; called by another thread. */
        void stop() throws Exception;
    }

    private Interruption(Stop stop) {
        hook = registered(new Thread(() -> run(stop), "interruption")).orElse(null);
    }

    /** From here until it is closed, an interruption stops something. When the process is ending already, nothing does. */
    public static Interruption stops(Stop stop) {
        return new Interruption(stop);
    }

    private static Optional<Thread> registered(Thread hook) {
        try {
            Runtime.getRuntime().addShutdownHook(hook);
            return Optional.of(hook);
        } catch (IllegalStateException e) {
            LOG.debug("the process is ending: {}", e.getMessage());
            return Optional.empty();
        }
    }

    private void run(Stop stop) {
        try {
            stop.stop();
            if (!closed.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("what was interrupted has not ended within {} s", PATIENCE_SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            LOG.warn("what was interrupted could not be stopped", e);
        }
    }

    @Override
    public void close() {
        closed.countDown();
        if (hook == null) {
            return;
        }
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            LOG.debug("interrupted: {}", e.getMessage());
        }
    }
}
