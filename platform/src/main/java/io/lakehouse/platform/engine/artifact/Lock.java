package io.lakehouse.platform.engine.artifact;

import io.lakehouse.platform.engine.Bundle;
import io.lakehouse.platform.engine.Coordinates;
import io.lakehouse.platform.engine.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What stands in {@code engines.lock}: every file of every bundle, with its SHA-256. Nothing else is installed.
 *
 * @param sections by {@link #key}, in the catalogue's order
 */
public record Lock(Map<String, Section> sections) {
    /** Its name in the root of the checkout. */
    public static final String FILE = "engines.lock";

    private static final String INTRODUCTION =
            """
            # Every file that the engines of engines.yaml run from: SHA-256, bytes, and the artifact's coordinates, in class
            # path order. Written by `lakehouse engines lock`; do not edit. An install takes these files or stops.
            """;

    private static final Pattern HEADER = Pattern.compile("\\[([a-z0-9-]+(?: [a-z0-9_]+)?)]");
    private static final Pattern UNPACKED = Pattern.compile("unpacked +(\\d+)");
    private static final Pattern FILE_LINE = Pattern.compile("([0-9a-f]{64}) +(\\d+) +(\\S+)");

    /** Keeps its own copy. */
    public Lock {
        sections = Collections.unmodifiableMap(new LinkedHashMap<>(sections));
    }

    /**
     * One file.
     *
     * @param coordinates which artifact it is of
     * @param sha256 its SHA-256 in small hexadecimal digits
     * @param bytes its size
     */
    public record Entry(Coordinates coordinates, String sha256, long bytes) {}

    /**
     * The files of one bundle on one architecture.
     *
     * @param entries in class path order
     * @param unpackedBytes what its archive takes when unpacked; 0 when it has none
     */
    public record Section(List<Entry> entries, long unpackedBytes) {
        /** Keeps its own copy. */
        public Section {
            entries = List.copyOf(entries);
        }
    }

    /** The key of a bundle's section: its name, and the architecture where that matters. */
    public static String key(Bundle bundle, String architecture) {
        return bundle.name() + (architecture.equals(Bundle.ANY) ? "" : " " + architecture);
    }

    /**
     * The files of a bundle on a machine.
     *
     * @param machine its architecture as {@code os.arch} names it
     * @throws Failure when they are not in the lock
     */
    public Section section(Bundle bundle, String machine) {
        var key = key(bundle, bundle.architecture(machine));
        return Optional.ofNullable(sections.get(key))
                .orElseThrow(() -> new Failure(
                        FILE + ": has no section [" + key + "]; write it anew with `lakehouse engines lock`"));
    }

    /**
     * Reads a lock.
     *
     * @throws Failure when it cannot be read; the message names file and line
     */
    public static Lock load(Path file) {
        try {
            return parse(file.toString(), Files.readAllLines(file));
        } catch (IOException e) {
            throw new Failure("cannot read " + file + ": " + e + "; write it with `lakehouse engines lock`", e);
        }
    }

    private static Lock parse(String name, List<String> lines) {
        var sections = new LinkedHashMap<String, Section>();
        var key = "";
        for (int number = 1; number <= lines.size(); number++) {
            var line = lines.get(number - 1).strip();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            var header = HEADER.matcher(line);
            var unpacked = UNPACKED.matcher(line);
            var entry = FILE_LINE.matcher(line);
            if (header.matches() && !sections.containsKey(header.group(1))) {
                key = header.group(1);
                sections.put(key, new Section(List.of(), 0));
            } else if (!key.isEmpty() && unpacked.matches()) {
                sections.computeIfPresent(
                        key, (it, old) -> new Section(old.entries(), Long.parseLong(unpacked.group(1))));
            } else if (!key.isEmpty() && entry.matches()) {
                var added = entry(name, number, entry.group(3), entry.group(1), entry.group(2));
                sections.computeIfPresent(
                        key, (it, old) -> new Section(plus(old.entries(), added), old.unpackedBytes()));
            } else {
                throw damaged(name, number, null);
            }
        }
        return new Lock(sections);
    }

    private static Entry entry(String name, int line, String coordinates, String sha256, String bytes) {
        try {
            return new Entry(Coordinates.parse(coordinates), sha256, Long.parseLong(bytes));
        } catch (IllegalArgumentException e) {
            throw damaged(name, line, e);
        }
    }

    private static Failure damaged(String name, int line, @Nullable Throwable cause) {
        return new Failure(
                name + ":" + line
                        + ": is no line of a lock; restore the file, or write it with `lakehouse engines lock`",
                cause);
    }

    private static List<Entry> plus(List<Entry> entries, Entry added) {
        var all = new ArrayList<>(entries);
        all.add(added);
        return all;
    }

    /** The text of the file: the same for the same files, one line each. */
    public String text() {
        var text = new StringBuilder(INTRODUCTION);
        sections.forEach((key, section) -> {
            text.append("\n[").append(key).append("]\n");
            if (section.unpackedBytes() > 0) {
                text.append("unpacked ").append(section.unpackedBytes()).append('\n');
            }
            section.entries()
                    .forEach(entry -> text.append(
                            String.format("%s %10d %s\n", entry.sha256(), entry.bytes(), entry.coordinates())));
        });
        return text.toString();
    }
}
