package io.lakehouse.platform.engine;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/** A properties file with a secret that only its owner reads, made up the first time that somebody asks. */
public final class SecretFile {
    private static final int SECRET_BYTES = 24;

    private SecretFile() {}

    /**
     * The properties of the file. Whoever asks gets the same, also when several threads or processes ask at once for a
     * file that does not exist yet.
     *
     * @param file where they are
     * @param missing what a file that is not there is made of
     * @param keys the keys that have to be in it
     * @return the value per key
     * @throws Failure when the file cannot be read or written, or lacks a key
     */
    public static Map<String, String> of(Path file, Map<String, String> missing, List<String> keys) {
        try {
            if (!Files.exists(file)) {
                create(file, missing);
            }
            var properties = new Properties();
            try (var reader = Files.newBufferedReader(file)) {
                properties.load(reader);
            }
            var values = new LinkedHashMap<String, String>();
            for (var key : keys) {
                var value = properties.getProperty(key);
                if (value == null) {
                    throw new Failure("the secret " + file + " has no line " + key + "=...; restore the file");
                }
                values.put(key, value);
            }
            return values;
        } catch (IOException e) {
            throw new Failure("the secret " + file + " cannot be read or written: " + e.getMessage(), e);
        }
    }

    /** A secret that nobody guesses: 24 random bytes in hexadecimal. */
    public static String random() {
        var bytes = new byte[SECRET_BYTES];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private static void create(Path file, Map<String, String> values) throws IOException {
        var draft = Files.createTempFile(
                file.getParent(),
                "secret",
                ".draft",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            var properties = new Properties();
            properties.putAll(values);
            try (var writer = Files.newBufferedWriter(draft)) {
                properties.store(writer, null);
            }
            // A link, unlike a move, never replaces what another has made in the meantime.
            Files.createLink(file, draft);
        } catch (FileAlreadyExistsException e) {
            // The other was first: what it made counts.
        } finally {
            Files.delete(draft);
        }
    }
}
