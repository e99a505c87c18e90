package io.lakehouse.platform.query.source;

import io.lakehouse.platform.engine.ConfigurationFile;
import io.lakehouse.platform.engine.Failure;
import io.lakehouse.platform.query.TrinoCatalogs;
import io.lakehouse.platform.query.live.Views;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import java.util.Set;

/**
 * The sources as catalogues of Trino, each by the name of its pipeline: those that are declared when Trino starts, and
 * those of pipelines that are applied later. Logins are in files of their own, since the statement that makes a catalogue
 * is shown to whoever asks Trino.
 */
public final class SourceCatalogs {
    /** Name of the catalogue of the first pipeline's source, beside its own. */
    public static final String FIRST = "postgres";

    private static final String CONNECTOR = "postgresql";

    /**
     * A source database as Trino reaches it.
     *
     * @param jdbcUrl its address
     * @param user the role that asks
     * @param password its password
     */
    public record Database(String jdbcUrl, String user, String password) {
        /** Without the password. */
        @Override
        public String toString() {
            return jdbcUrl;
        }
    }

    private final Path catalogs;
    private final Path logins;

    /**
     * Those of a Trino.
     *
     * @param configuration the folder of its configuration
     */
    public SourceCatalogs(Path configuration) {
        this.catalogs = configuration.resolve("catalog");
        this.logins = configuration.resolve("logins");
    }

    /** Name of the catalogue of a pipeline's source. */
    public static String name(String pipeline) {
        return FIRST + "_" + pipeline;
    }

    /**
     * Writes the logins of these sources, and takes away those of others.
     *
     * @param sources by the names of their pipelines, in the order of their declaration
     * @return the properties of all catalogues, by their names
     */
    public Map<String, Map<String, String>> declare(Map<String, Database> sources) {
        forgetAllBut(sources.keySet());
        var declared = new LinkedHashMap<String, Map<String, String>>();
        sources.forEach((pipeline, source) -> {
            ConfigurationFile.writeProperties(loginFile(pipeline), login(source));
            var properties = new LinkedHashMap<>(properties(pipeline, source));
            properties.put("connector.name", CONNECTOR);
            declared.putIfAbsent(FIRST, properties);
            declared.put(name(pipeline), properties);
        });
        return declared;
    }

    /**
     * Makes the catalogue of a source in a Trino that runs, unless it is there; makes it again when the address or the
     * login is another.
     *
     * @throws Failure when Trino does not answer or refuses it
     */
    public void ensure(Views trino, String pipeline, Database source) {
        var catalog = name(pipeline);
        var wanted = properties(pipeline, source);
        var found = read(catalogs.resolve(catalog + ".properties"));
        found.remove("connector.name");
        if (trino.hasCatalog(catalog)
                && found.equals(wanted)
                && read(loginFile(pipeline)).equals(login(source))) {
            return;
        }
        trino.dropCatalog(catalog);
        ConfigurationFile.writeProperties(loginFile(pipeline), login(source));
        trino.createCatalog(catalog, CONNECTOR, wanted);
    }

    /** Drops the catalogue of a source, if it is there, and its login. */
    public void drop(Views trino, String pipeline) {
        trino.dropCatalog(name(pipeline));
        delete(loginFile(pipeline));
    }

    private Map<String, String> properties(String pipeline, Database source) {
        return TrinoCatalogs.source(source.jdbcUrl(), loginFile(pipeline));
    }

    private static Map<String, String> login(Database source) {
        return Map.of("connection-user", source.user(), "connection-password", source.password());
    }

    private Path loginFile(String pipeline) {
        return logins.resolve(pipeline + ".properties");
    }

    private void forgetAllBut(Set<String> pipelines) {
        if (!Files.isDirectory(logins)) {
            return;
        }
        try (var files = Files.list(logins)) {
            files.filter(file -> pipelines.stream().map(this::loginFile).noneMatch(file::equals))
                    .forEach(SourceCatalogs::delete);
        } catch (IOException e) {
            throw new Failure("cannot read " + logins + ": " + e.getMessage(), e);
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new Failure("cannot delete " + file + ", which holds a password: " + e.getMessage(), e);
        }
    }

    private static Map<String, String> read(Path file) {
        var properties = new Properties();
        if (Files.exists(file)) {
            try (var reader = Files.newBufferedReader(file)) {
                properties.load(reader);
            } catch (IOException e) {
                throw new Failure("cannot read " + file + ": " + e.getMessage(), e);
            }
        }
        var values = new HashMap<String, String>();
        properties.stringPropertyNames().forEach(name -> values.put(name, properties.getProperty(name)));
        return values;
    }
}
