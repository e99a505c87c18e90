package io.lakehouse.contract.job;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;

/**
 * The secrets of a lake, as the file holds them that {@link LakeAddress#credentialsFile} names: the keys of its store, and the
 * login to its catalogue if that asks for one. Whoever opens the lake reads the file, so that no secret is in a job's
 * arguments.
 */
public final class LakeCredentials {
    /** Name of the store's access key in the file. */
    public static final String ACCESS_KEY = "s3.access-key";

    /** Name of the store's secret key in the file. */
    public static final String SECRET_KEY = "s3.secret-key";

    private static final String NESSIE = "nessie.";
    private static final String TYPE = "authentication.type";
    private static final String USER = "authentication.username";
    private static final String PASSWORD = "authentication.password";
    private static final String TOKEN = "authentication.token";
    private static final String BASIC = "BASIC";
    private static final String BEARER = "BEARER";

    private final String file;
    private final Map<String, String> values;

    private LakeCredentials(String file, Map<String, String> values) {
        this.file = file;
        this.values = values;
    }

    /**
     * Those of a lake; none when it names no file.
     *
     * @throws UncheckedIOException when the file cannot be read
     */
    public static LakeCredentials of(LakeAddress lake) {
        var values = new HashMap<String, String>();
        if (!lake.credentialsFile().isEmpty()) {
            var properties = new Properties();
            try (var reader = Files.newBufferedReader(Path.of(lake.credentialsFile()))) {
                properties.load(reader);
            } catch (IOException e) {
                throw new UncheckedIOException("cannot read the credentials file " + lake.credentialsFile(), e);
            }
            properties.stringPropertyNames().forEach(name -> values.put(name, properties.getProperty(name)));
        }
        return new LakeCredentials(lake.credentialsFile(), values);
    }

    /** What the file holds for a catalogue that is shown a user and a password. */
    public static Map<String, String> basic(String user, String password) {
        return Map.of(NESSIE + TYPE, BASIC, NESSIE + USER, user, NESSIE + PASSWORD, password);
    }

    /** What the file holds for a catalogue that is shown a token. */
    public static Map<String, String> bearer(String token) {
        return Map.of(NESSIE + TYPE, BEARER, NESSIE + TOKEN, token);
    }

    /**
     * The keys of the store, as the properties of an Iceberg catalogue name them.
     *
     * @throws IllegalArgumentException when the file lacks one; the message names both
     */
    public Map<String, String> store() {
        return Map.of("s3.access-key-id", required(ACCESS_KEY), "s3.secret-access-key", required(SECRET_KEY));
    }

    /** The login to Nessie, as the properties of an Iceberg catalogue name it; empty for one that asks for nothing. */
    public Map<String, String> catalogue() {
        var login = new TreeMap<String, String>();
        values.forEach((name, value) -> {
            if (name.startsWith(NESSIE)) {
                login.put(name.substring(NESSIE.length()), value);
            }
        });
        return login;
    }

    /** The login to Nessie as the value of the header {@code Authorization}; empty for one that asks for nothing. */
    public Optional<String> authorization() {
        var login = catalogue();
        if (login.isEmpty()) {
            return Optional.empty();
        }
        if (BEARER.equals(login.get(TYPE))) {
            return Optional.of("Bearer " + login.get(TOKEN));
        }
        var pair = (login.get(USER) + ":" + login.get(PASSWORD)).getBytes(StandardCharsets.UTF_8);
        return Optional.of("Basic " + Base64.getEncoder().encodeToString(pair));
    }

    private String required(String key) {
        var value = values.getOrDefault(key, "");
        if (value.isBlank()) {
            throw new IllegalArgumentException(file + ": " + key + " is missing");
        }
        return value.strip();
    }

    /** The file, and nothing of what it holds. */
    @Override
    public String toString() {
        return "credentials of " + file;
    }
}
