package io.lakehouse.platform.source;

import io.lakehouse.platform.engine.Home;
import io.lakehouse.platform.engine.SecretFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

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

    /** The file of a home that holds them: a properties file that only its owner reads. */
    public static Path file(Home home) {
        return home.secrets().resolve("postgres.properties");
    }

    /** The credentials of a home, made up the first time. Whoever asks at once gets the same. */
    public static PostgresCredentials of(Home home) {
        var values = SecretFile.of(
                file(home), Map.of(USER_KEY, USER, PASSWORD_KEY, SecretFile.random()), List.of(USER_KEY, PASSWORD_KEY));
        return new PostgresCredentials(values.get(USER_KEY), values.get(PASSWORD_KEY));
    }

    /** Without the password. */
    @Override
    public String toString() {
        return user;
    }
}
