package io.lakehouse.platform.engine;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A failure that a user can act on. The message is one line: what, where, and what to do. It never holds a secret.
 */
public final class Failure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient @Nullable Path log;

    /** A failure with this one line. */
    public Failure(String message) {
        this(message, null, null);
    }

    /** A failure with this one line, found by that cause. */
    public Failure(String message, @Nullable Throwable cause) {
        this(message, cause, null);
    }

    /** A failure whose whole story stands in a log. */
    public Failure(String message, @Nullable Throwable cause, @Nullable Path log) {
        super(message, cause);
        this.log = log;
    }

    /** The log that tells more. */
    public Optional<Path> log() {
        return Optional.ofNullable(log);
    }
}
