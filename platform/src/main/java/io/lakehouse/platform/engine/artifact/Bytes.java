package io.lakehouse.platform.engine.artifact;

import java.util.Locale;

/** Sizes as people read them. */
final class Bytes {
    private Bytes() {}

    /** A size in MB or GB, of 1,000. */
    static String text(long bytes) {
        if (bytes < 1_000_000) {
            return (bytes + 999) / 1_000 + " kB";
        }
        return bytes < 1_000_000_000
                ? String.format(Locale.ROOT, "%.1f MB", bytes / 1e6)
                : String.format(Locale.ROOT, "%.2f GB", bytes / 1e9);
    }
}
