package io.lakehouse.platform.lanes;

import io.lakehouse.platform.engine.ConfigurationFile;
import io.lakehouse.platform.engine.Failure;
import io.lakehouse.platform.engine.Home;
import io.lakehouse.platform.source.Lsn;
import io.lakehouse.platform.source.SourceIncarnation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.Properties;

/**
 * The incarnation of a pipeline's replication slot. Every record carries its number, so that after a slot was made anew
 * even a lower LSN counts as later.
 *
 * @param number the incarnation, from 1
 * @param slotSeen whether the slot of this incarnation has been seen in the source; if it is missing after that, changes
 *     are lost
 * @param source the server that the slot was last seen on
 * @param lost why changes are missing, once they are; empty while none are
 */
record CaptureEpoch(long number, boolean slotSeen, Optional<SourceIncarnation> source, String lost) {
    private static final String NUMBER = "epoch";
    private static final String SLOT_SEEN = "slot-seen";
    private static final String SYSTEM = "system";
    private static final String TIMELINE = "timeline";
    private static final String WRITTEN = "written";
    private static final String LOST = "lost";

    /** An incarnation of which no more is known, and of which nothing is missing. */
    CaptureEpoch(long number, boolean slotSeen) {
        this(number, slotSeen, Optional.empty(), "");
    }

    /** The same, whose slot was seen on this server. */
    CaptureEpoch seenOn(SourceIncarnation server) {
        return new CaptureEpoch(number, true, Optional.of(server), lost);
    }

    /** The same, of which changes are missing. */
    CaptureEpoch lost(String reason) {
        return new CaptureEpoch(number, slotSeen, source, reason);
    }

    /** The incarnation after this one, whose slot is yet to be made. */
    CaptureEpoch next() {
        return new CaptureEpoch(number + 1, false);
    }

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
                    Boolean.parseBoolean(properties.getProperty(SLOT_SEEN)),
                    server(properties),
                    properties.getProperty(LOST, ""));
        } catch (IOException | IllegalArgumentException e) {
            throw new Failure(
                    "cannot read the epoch of pipeline " + pipeline + " in " + file + ": " + e.getMessage(), e);
        }
    }

    private static Optional<SourceIncarnation> server(Properties properties) {
        var system = properties.getProperty(SYSTEM, "");
        return system.isEmpty()
                ? Optional.empty()
                : Optional.of(new SourceIncarnation(
                        system,
                        Long.parseLong(properties.getProperty(TIMELINE)),
                        Lsn.parse(properties.getProperty(WRITTEN))));
    }

    /** Remembers it. */
    CaptureEpoch save(Home home, String pipeline) {
        var properties = new LinkedHashMap<String, String>();
        properties.put(NUMBER, Long.toString(number));
        properties.put(SLOT_SEEN, Boolean.toString(slotSeen));
        source.ifPresent(server -> {
            properties.put(SYSTEM, server.system());
            properties.put(TIMELINE, Long.toString(server.timeline()));
            properties.put(WRITTEN, server.written().toString());
        });
        if (!lost.isEmpty()) {
            properties.put(LOST, lost);
        }
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
