package io.lakehouse.platform.engine.artifact;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** Says in one line why something failed. */
final class Reasons {
    private static final int LONGEST = 300;

    private Reasons() {}

    /** The first line of the innermost message. */
    static String of(Throwable failure) {
        var innermost = failure;
        while (innermost.getCause() != null) {
            innermost = innermost.getCause();
        }
        var message = Optional.ofNullable(innermost.getMessage()).orElse("");
        var line = message.lines().findFirst().orElse("");
        var named = innermost instanceof IOException || line.isEmpty()
                ? innermost.getClass().getSimpleName() + (line.isEmpty() ? "" : ": " + line)
                : line;
        return named.length() <= LONGEST ? named : named.substring(0, LONGEST) + "...";
    }

    /** Whether a disk, or the user's share of it, is full. */
    static boolean diskIsFull(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            var message = String.valueOf(cause.getMessage());
            if (message.contains("No space left on device") || message.contains("Disk quota exceeded")) {
                return true;
            }
        }
        return false;
    }

    /** What to say then. */
    static String diskFull(Path folder, long wanted) {
        return "the disk of " + folder + " became full while " + Bytes.text(wanted)
                + " were to be written; free some space there and run again";
    }
}
