package io.lakehouse.platform.config;

import io.lakehouse.platform.engine.Failure;
import java.util.Optional;
import java.util.function.Supplier;

/** Takes what is wrong with a file, and so decides whether reading goes on behind it. */
@FunctionalInterface
interface Mistakes {
    /** The first one ends the reading. */
    Mistakes FATAL = mistake -> {
        throw mistake;
    };

    /** Takes one mistake, a line with its place. */
    void add(Failure mistake);

    /** What is read; empty when that failed, which is a mistake. */
    default <T> Optional<T> attempt(Supplier<T> reading) {
        try {
            return Optional.of(reading.get());
        } catch (Failure e) {
            add(e);
            return Optional.empty();
        }
    }
}
