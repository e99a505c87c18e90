package io.lakehouse.platform.engine;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Names one published artifact.
 *
 * @param group its group
 * @param artifact its name within the group
 * @param version its version, exact
 * @param extension of its file: {@code jar}, {@code tar.gz}
 * @param classifier which file of several, or empty
 */
public record Coordinates(String group, String artifact, String version, String extension, String classifier) {
    private static final Pattern PART = Pattern.compile("[A-Za-z0-9._-]+");

    /**
     * Reads {@code group:artifact:version[:extension[:classifier]]}.
     *
     * @throws IllegalArgumentException when the text is no such thing; the message tells why
     */
    public static Coordinates parse(String text) {
        var parts = List.of(text.split(":", -1));
        if (parts.size() < 3 || parts.size() > 5 || !parts.stream().allMatch(Coordinates::isPart)) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" is not group:artifact:version[:extension[:classifier]]");
        }
        return new Coordinates(
                parts.get(0),
                parts.get(1),
                parts.get(2),
                parts.size() > 3 ? parts.get(3) : "jar",
                parts.size() > 4 ? parts.get(4) : "");
    }

    /** {@code group:artifact}. */
    public String name() {
        return group + ":" + artifact;
    }

    /** The name of its file. */
    public String fileName() {
        return artifact + "-" + version + (classifier.isEmpty() ? "" : "-" + classifier) + "." + extension;
    }

    /** {@code group:artifact:version:extension[:classifier]}. */
    @Override
    public String toString() {
        return group + ":" + artifact + ":" + version + ":" + extension
                + (classifier.isEmpty() ? "" : ":" + classifier);
    }

    private static boolean isPart(String part) {
        return PART.matcher(part).matches() && !part.startsWith(".");
    }
}
