package io.lakehouse.platform.lanes;

import io.lakehouse.platform.engine.Failure;
import io.lakehouse.platform.source.OpenTransaction;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Waits for transactions of a source that only their owners can end (docs/decisions/0140), and tells which. Nobody knows how
 * long that takes, so whoever watches waits without a limit.
 */
final class TransactionWait {
    private static final long PAUSE_MILLIS = 1000;

    private final Consumer<String> progress;
    private final Duration limit;
    private String told = "";

    private TransactionWait(Consumer<String> progress, Duration limit) {
        this.progress = progress;
        this.limit = limit;
    }

    /** One that lasts as long as the transactions. */
    static TransactionWait patient(Consumer<String> progress) {
        return new TransactionWait(progress, Duration.ofNanos(Long.MAX_VALUE / 2));
    }

    /** One that lasts no longer than this each time. */
    static TransactionWait limited(Consumer<String> progress, Duration limit) {
        return new TransactionWait(progress, limit);
    }

    /**
     * Returns when there is none, or when the time is up.
     *
     * @param what what cannot be done meanwhile
     * @param hindrance looks for one, and may do that itself when there is none
     * @return the one that there still is
     */
    Optional<OpenTransaction> until(String what, Supplier<Optional<OpenTransaction>> hindrance) {
        var start = System.nanoTime();
        while (true) {
            var found = hindrance.get();
            if (found.isEmpty() || System.nanoTime() - start >= limit.toNanos()) {
                return found;
            }
            var message = message(what, found.get());
            if (!message.equals(told)) {
                told = message;
                progress.accept(message);
            }
            pause();
        }
    }

    /** {@code the replication slot waits: the transaction of session 4711 (...) has to end first: ...}. */
    static String message(String what, OpenTransaction transaction) {
        return what + " waits: " + transaction.message();
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure("interrupted", e);
        }
    }
}
