package io.lakehouse.platform.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** What Linux tells about processes, by {@code /proc}. */
public final class Processes {
    private static final Path PROC = Path.of("/proc");
    private static final int FIELD_STATE = 0;
    private static final int FIELD_START_TIME = 19;

    private Processes() {}

    /** One process, told from a later one of the same id by when it started. */
    public record Identity(long pid, long startTicks) {
        /** The process of this id that runs now; empty when there is none or it has ended unreaped. */
        public static Optional<Identity> of(long pid) {
            return statistics(pid)
                    .filter(fields -> !fields[FIELD_STATE].equals("Z"))
                    .map(fields -> new Identity(pid, Long.parseLong(fields[FIELD_START_TIME])));
        }

        /** Whether this very process still runs. */
        public boolean isAlive() {
            return of(pid).filter(this::equals).isPresent();
        }
    }

    /**
     * Memory that a process and its descendants hold, in bytes, shared pages counted by share; 0 when it is gone.
     */
    public static long residentBytes(long pid) {
        var handle = ProcessHandle.of(pid);
        if (handle.isEmpty()) {
            return 0;
        }
        return Stream.concat(handle.stream(), handle.get().descendants())
                .mapToLong(process -> ownBytes(process.pid()))
                .sum();
    }

    private static long ownBytes(long pid) {
        return kilobytes(pid, "smaps_rollup", "Pss:")
                        .or(() -> kilobytes(pid, "status", "VmRSS:"))
                        .orElse(0L)
                * 1024;
    }

    private static Optional<Long> kilobytes(long pid, String file, String field) {
        try (var lines = Files.lines(PROC.resolve(Long.toString(pid)).resolve(file))) {
            return lines.filter(line -> line.startsWith(field))
                    .map(line -> line.replaceAll("[^0-9]", ""))
                    .filter(digits -> !digits.isEmpty())
                    .map(Long::parseLong)
                    .findFirst();
        } catch (IOException | java.io.UncheckedIOException e) {
            return Optional.empty();
        }
    }

    /** The fields of {@code /proc/<pid>/stat} after the program's name, which may itself hold spaces. */
    private static Optional<String[]> statistics(long pid) {
        try {
            var text = Files.readString(PROC.resolve(Long.toString(pid)).resolve("stat"));
            return Optional.of(text.substring(text.lastIndexOf(')') + 2).split(" "));
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
