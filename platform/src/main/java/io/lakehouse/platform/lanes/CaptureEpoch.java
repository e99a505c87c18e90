package io.lakehouse.platform.lanes;

import io.lakehouse.platform.engine.ConfigurationFile;
import io.lakehouse.platform.engine.Failure;
import io.lakehouse.platform.engine.Home;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Properties;

/**
 * The incarnation of a pipeline's replication slot. Every record carries it, so that after a slot was made anew even
 * a lower LSN counts as later.
 *
 * @param number the incarnation, from 1
 * @param slotSeen whether the slot of this incarnation has been seen in the source; if it is missing after that, changes
 *     are lost
 */
record CaptureEpoch(long number, boolean slotSeen) {
    private static final String NUMBER = "epoch";
    private static final String SLOT_SEEN = "slot-seen";

    /** What a home remembers of a pipeline; the first incarnation when it remembers nothing. */
    static CaptureEpoch of(Home home, String pipeline) {
        var file = file(home, pipeline);
        if (!Files.exists(file)) {
            return new CaptureEpoch(1, false);
        }
        var properties = new Properties();
        try (var reader = Files.newBufferedReader(file)) {
            properties.load(reader);
            return new CaptureEpoch(
                    Long.parseLong(properties.getProperty(NUMBER)),
                    Boolean.parseBoolean(properties.getProperty(SLOT_SEEN)));
        } catch (IOException | NumberFormatException e) {
            throw new Failure(
                    "cannot read the epoch of pipeline " + pipeline + " in " + file + ": " + e.getMessage(), e);
        }
    }

    /** Remembers it. */
    CaptureEpoch save(Home home, String pipeline) {
        var properties = new LinkedHashMap<String, String>();
        properties.put(NUMBER, Long.toString(number));
        properties.put(SLOT_SEEN, Boolean.toString(slotSeen));
        ConfigurationFile.writeProperties(file(home, pipeline), properties);
        return this;
    }

    /** Forgets it: the next slot of the pipeline is its first. */
    static void forget(Home home, String pipeline) {
        try {
            Files.deleteIfExists(file(home, pipeline));
        } catch (IOException e) {
            throw new Failure("cannot forget the epoch of pipeline " + pipeline + ": " + e.getMessage(), e);
        }
    }

    private static Path file(Home home, String pipeline) {
        return home.data("capture").resolve(pipeline + ".properties");
    }
}
