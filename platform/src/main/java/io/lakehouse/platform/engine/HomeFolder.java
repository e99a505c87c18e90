package io.lakehouse.platform.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Properties;

/**
 * What a home remembers about itself, in {@code platform.properties}: its port offset. The file is also the mark by
 * which a folder is known to be a home, so that nothing else is ever purged.
 */
public final class HomeFolder {
    private static final String OFFSET = "port-offset";

    /** The highest offset of a home's ports. */
    public static final int HIGHEST_OFFSET = 40_000;

    private HomeFolder() {}

    /**
     * A home with the offset that is asked for or, when none is, the one that it remembers, else 0.
     *
     * @throws Failure when the offset is not within 0 and 40000
     */
    public static Home open(Path root, OptionalInt askedOffset) {
        var offset = askedOffset.orElseGet(() -> remembered(root));
        if (offset < 0 || offset > HIGHEST_OFFSET) {
            throw new Failure("--port-offset " + offset + " is not within 0 and " + HIGHEST_OFFSET);
        }
        return new Home(root, offset);
    }

    /** Writes down the home's offset. */
    public static void remember(Home home) {
        home.run();
        ConfigurationFile.writeProperties(mark(home.root()), Map.of(OFFSET, Integer.toString(home.portOffset())));
    }

    /** Whether a folder is a home. */
    public static boolean isHome(Path root) {
        return Files.isRegularFile(mark(root));
    }

    private static int remembered(Path root) {
        if (!isHome(root)) {
            return 0;
        }
        var properties = new Properties();
        try (var reader = Files.newBufferedReader(mark(root))) {
            properties.load(reader);
            return Integer.parseInt(properties.getProperty(OFFSET, "0"));
        } catch (IOException | NumberFormatException e) {
            throw new Failure(mark(root) + " cannot be read: " + e.getMessage() + "; give --port-offset", e);
        }
    }

    private static Path mark(Path root) {
        return root.resolve("platform.properties");
    }
}
