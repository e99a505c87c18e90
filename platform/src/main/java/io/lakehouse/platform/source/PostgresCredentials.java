package io.lakehouse.platform.source;

import io.lakehouse.platform.engine.Failure;
import io.lakehouse.platform.engine.Home;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Properties;

/**
 * The superuser of the platform's own PostgreSQL.
 *
 * @param user the role
 * @param password its password
 */
public record PostgresCredentials(String user, String password) {
    /** Key of the role in the secret's file. */
    public static final String USER_KEY = "user";

    /** Key of the password in the secret's file. */
    public static final String PASSWORD_KEY = "password";

    private static final String USER = "lakehouse";
    private static final int PASSWORD_BYTES = 24;

    /** The file of a home that holds them: a properties file that only its owner reads. */
    public static Path file(Home home) {
        return home.secrets().resolve("postgres.properties");
    }

    /** The credentials of a home, made up the first time. Two processes that ask at once get the same. */
    public static PostgresCredentials of(Home home) {
        var file = file(home);
        try {
            if (!Files.exists(file)) {
                create(file);
            }
            var properties = new Properties();
            try (var reader = Files.newBufferedReader(file)) {
                properties.load(reader);
            }
            var user = properties.getProperty(USER_KEY);
            var password = properties.getProperty(PASSWORD_KEY);
            if (user == null || password == null) {
                throw new Failure(file + ": expected the lines user=... and password=...; restore the file");
            }
            return new PostgresCredentials(user, password);
        } catch (IOException e) {
            throw new Failure("the secret " + file + " cannot be read or written: " + e.getMessage(), e);
        }
    }

    private static void create(Path file) throws IOException {
        var bytes = new byte[PASSWORD_BYTES];
        new SecureRandom().nextBytes(bytes);
        var draft = Files.createTempFile(
                file.getParent(),
                "postgres",
                ".draft",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            Files.writeString(
                    draft,
                    USER_KEY + "=" + USER + "\n" + PASSWORD_KEY + "="
                            + HexFormat.of().formatHex(bytes) + "\n");
            // A link, unlike a move, never replaces what another process has made in the meantime.
            Files.createLink(file, draft);
        } catch (FileAlreadyExistsException e) {
            // The other process was first: its credentials count.
        } finally {
            Files.delete(draft);
        }
    }

    /** Without the password. */
    @Override
    public String toString() {
        return user;
    }
}
