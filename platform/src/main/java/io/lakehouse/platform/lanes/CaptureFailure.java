package io.lakehouse.platform.lanes;

import io.lakehouse.platform.engine.ConfigurationFile;
import io.lakehouse.platform.engine.Failure;
import io.lakehouse.platform.engine.Home;
import io.lakehouse.platform.source.Lsn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/**
 * The last failure of a capture. Connect forgets it as soon as a task is started again, and a task that fails again after
 * a while looks as if it worked until then; so the home remembers it until the slot has moved on (docs/decisions/0061).
 *
 * @param reason why it failed, one line
 * @param confirmed what the slot had confirmed when it failed; zero while there is none
 */
record CaptureFailure(String reason, Lsn confirmed) {
    /** The state of a capture that has not got over a failure, though Connect calls its connector running. */
    static final String STATE = "retrying";

    private static final String REASON = "reason";
    private static final String CONFIRMED = "confirmed";

    /**
     * The failure that a capture has not got over; empty when it never failed, or its slot has moved since.
     *
     * @param confirmed what its slot has confirmed
     */
    static Optional<CaptureFailure> of(Home home, String pipeline, Optional<Lsn> confirmed) {
        var file = file(home, pipeline);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        var properties = new Properties();
        try (var reader = Files.newBufferedReader(file)) {
            properties.load(reader);
            var failure = new CaptureFailure(
                    properties.getProperty(REASON, ""), Lsn.parse(properties.getProperty(CONFIRMED, "0/0")));
            return Optional.of(failure)
                    .filter(found -> confirmed.orElse(found.confirmed).compareTo(found.confirmed) <= 0);
        } catch (IOException | IllegalArgumentException e) {
            throw new Failure(
                    "cannot read why pipeline " + pipeline + " failed, in " + file + ": " + e.getMessage(), e);
        }
    }

    void save(Home home, String pipeline) {
        ConfigurationFile.writeProperties(
                file(home, pipeline), Map.of(REASON, reason, CONFIRMED, confirmed.toString()));
    }

    static void forget(Home home, String pipeline) {
        try {
            Files.deleteIfExists(file(home, pipeline));
        } catch (IOException e) {
            throw new Failure("cannot forget why pipeline " + pipeline + " failed: " + e.getMessage(), e);
        }
    }

    /** What people are told. */
    String message() {
        return "failed and was started again, and has captured nothing since: " + reason;
    }

    private static Path file(Home home, String pipeline) {
        return home.data("capture").resolve(pipeline + "-failure.properties");
    }
}
