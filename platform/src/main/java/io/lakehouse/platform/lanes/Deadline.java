package io.lakehouse.platform.lanes;

import io.lakehouse.platform.engine.Failure;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One limit for several waits. */
final class Deadline {
    private static final long POLL_MILLIS = 20;

    private final Duration limit;
    private long end;

    Deadline(Duration limit) {
        this.limit = limit;
        restart();
    }

    /** Begins anew, after a wait that the limit is not for. */
    void restart() {
        end = System.nanoTime() + limit.toNanos();
    }

    /** Something that may not be true yet; what it throws means that it is not. */
    @FunctionalInterface
    interface Condition {
        boolean holds() throws Exception;
    }

    Duration remaining() {
        return Duration.ofNanos(Math.max(0, end - System.nanoTime()));
    }

    /**
     * Waits until a condition holds.
     *
     * @throws Failure when it does not hold in time; the message names it and the last reason
     */
    void await(String what, Condition condition) {
        await(what, condition, Optional::empty);
    }

    /**
     * Likewise, unless it becomes known meanwhile that it will not.
     *
     * @param vain why it will not hold, one line; empty while it may
     * @throws Failure likewise, or with that line
     */
    void await(String what, Condition condition, Supplier<Optional<String>> vain) {
        @Nullable Exception last = null;
        while (true) {
            try {
                if (condition.holds()) {
                    return;
                }
                last = null;
            } catch (Exception e) {
                last = e;
            }
            var reason = vain.get();
            if (reason.isPresent()) {
                throw new Failure(reason.get());
            }
            if (System.nanoTime() > end) {
                throw new Failure(
                        "waited " + limit.toSeconds() + " s in vain until " + what
                                + (last == null ? "" : " (" + last.getMessage() + ")")
                                + "; see status, or give more time with --timeout",
                        last);
            }
            pause();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(POLL_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure("interrupted", e);
        }
    }
}
