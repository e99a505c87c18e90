package io.lakehouse.platform.engine.rest;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Supplier;

/** Who asks an engine. A secret is read when it is needed and kept nowhere. */
public sealed interface Login {
    /** The value of the header {@code Authorization}. */
    Optional<String> header();

    /** Whoever. */
    record None() implements Login {
        @Override
        public Optional<String> header() {
            return Optional.empty();
        }
    }

    /**
     * A user with a password.
     *
     * @param user the name
     * @param password reads the password
     */
    record Basic(String user, Supplier<String> password) implements Login {
        @Override
        public Optional<String> header() {
            var pair = (user + ":" + password.get()).getBytes(StandardCharsets.UTF_8);
            return Optional.of("Basic " + Base64.getEncoder().encodeToString(pair));
        }
    }

    /**
     * Whoever holds a token.
     *
     * @param token reads the token
     */
    record Bearer(Supplier<String> token) implements Login {
        @Override
        public Optional<String> header() {
            return Optional.of("Bearer " + token.get());
        }
    }
}
