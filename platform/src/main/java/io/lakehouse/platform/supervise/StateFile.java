package io.lakehouse.platform.supervise;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.lakehouse.platform.engine.ConfigurationFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The published state of a platform; its reader never sees a half of one. */
public final class StateFile {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Path file;

    /** The state file in a home's run folder. */
    public StateFile(Path run) {
        this.file = run.resolve("state.json");
    }

    void write(PlatformState state) {
        try {
            ConfigurationFile.write(file, JSON.writeValueAsString(state));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a state is made of texts and numbers", e);
        }
    }

    /** The last published state; empty when there is none. It may be that of a supervisor that has died. */
    public Optional<PlatformState> read() {
        try {
            return Files.exists(file)
                    ? Optional.of(JSON.readValue(Files.readString(file), PlatformState.class))
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Forgets the state. */
    public void remove() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
