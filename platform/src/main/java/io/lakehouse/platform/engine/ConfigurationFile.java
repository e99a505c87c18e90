package io.lakehouse.platform.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.stream.Collectors;

/** Files that the platform writes: whole or not at all, and readable by their owner only. */
public final class ConfigurationFile {
    private ConfigurationFile() {}

    /** Writes a text file, replacing an older one in one step. */
    public static Path write(Path file, String text) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            var draft = Files.createTempFile(
                    file.toAbsolutePath().getParent(),
                    file.getFileName().toString(),
                    ".draft",
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            try {
                Files.writeString(draft, text);
                return Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(draft);
            }
        } catch (IOException e) {
            throw new Failure("cannot write " + file + ": " + e.getMessage() + "; is the disk full or read-only?", e);
        }
    }

    /**
     * Writes a Java properties file, its keys in the map's order. Values are escaped so that every reader gets them
     * back, whichever encoding it takes the file for.
     */
    public static Path writeProperties(Path file, Map<String, String> properties) {
        return write(
                file,
                properties.entrySet().stream()
                        .map(entry -> entry.getKey() + "=" + escaped(entry.getValue()) + "\n")
                        .collect(Collectors.joining()));
    }

    private static String escaped(String value) {
        var text = new StringBuilder();
        for (var index = 0; index < value.length(); index++) {
            var character = value.charAt(index);
            switch (character) {
                case '\\' -> text.append("\\\\");
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                case '\t' -> text.append("\\t");
                // A reader skips blanks before the value.
                case ' ' -> text.append(index == 0 ? "\\ " : " ");
                default ->
                    text.append(
                            character >= ' ' && character <= '~'
                                    ? Character.toString(character)
                                    : "\\u%04x".formatted((int) character));
            }
        }
        return text.toString();
    }
}
