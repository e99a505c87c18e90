package io.lakehouse.platform.query;

import io.lakehouse.platform.engine.rest.JsonRest;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The catalogues of Trino, as the properties that its connectors read. */
public final class TrinoCatalogs {
    /** What the names of catalogues of raw topics begin with, which are made and dropped while Trino runs. */
    public static final String RAW_TOPICS = "raw_";

    /** Name of the catalogue of the lake as it is now. */
    public static final String LAKE = "nessie";

    /** What the names of catalogues of the lake as it was begin with; made and dropped while Trino runs. */
    public static final String PINNED = LAKE + "_";

    /** Name of the file beside the catalogues that has the keys of the store for those that are made by SQL. */
    public static final String KEYS_FILE = "s3-keys.json";

    /** Name of the connector of the lake. */
    public static final String ICEBERG = "iceberg";

    private static final String ACCESS_KEY = "s3.aws-access-key";
    private static final String SECRET_KEY = "s3.aws-secret-key";

    /** Variable of Trino's environment with the token for Nessie, for catalogues that are made by SQL. */
    private static final String TOKEN_VARIABLE = "LAKEHOUSE_NESSIE_TOKEN";

    private static final String TOKEN = "iceberg.nessie-catalog.authentication.token";

    private TrinoCatalogs() {}

    /**
     * The lake: Iceberg tables under Nessie.
     *
     * @param nessieUri Nessie's address, ending in {@code /api/v2}
     * @param warehouse root of the tables, {@code s3://bucket}
     * @param s3Endpoint address of the S3 store
     * @param s3Region region that requests are signed for
     * @param accessKey access key of the S3 store
     * @param secretKey secret key of the S3 store
     */
    public static Map<String, String> lake(
            String nessieUri,
            String warehouse,
            String s3Endpoint,
            String s3Region,
            String accessKey,
            String secretKey) {
        var properties = new LinkedHashMap<String, String>();
        properties.put("connector.name", ICEBERG);
        // Nessie's own protocol rather than Iceberg REST: the REST end of Nessie shows no history of snapshots.
        properties.put("iceberg.catalog.type", "nessie");
        properties.put("iceberg.nessie-catalog.uri", nessieUri);
        properties.put("iceberg.nessie-catalog.ref", "main");
        properties.put("iceberg.nessie-catalog.default-warehouse-dir", warehouse);
        properties.put("iceberg.unique-table-location", "true");
        properties.put("fs.native-s3.enabled", "true");
        properties.put("s3.endpoint", s3Endpoint);
        properties.put("s3.region", s3Region);
        properties.put("s3.path-style-access", "true");
        properties.put(ACCESS_KEY, accessKey);
        properties.put(SECRET_KEY, secretKey);
        return properties;
    }

    /**
     * The views over the lake, which Nessie keeps for clients of Iceberg REST only. Its tables are read through
     * {@link #lake}.
     *
     * @param restUri Nessie's Iceberg REST address, ending in {@code /iceberg/main}
     */
    public static Map<String, String> views(
            String restUri, String s3Endpoint, String s3Region, String accessKey, String secretKey) {
        var properties = new LinkedHashMap<String, String>();
        properties.put("connector.name", ICEBERG);
        properties.put("iceberg.catalog.type", "rest");
        properties.put("iceberg.rest-catalog.uri", restUri);
        properties.put("fs.native-s3.enabled", "true");
        properties.put("s3.endpoint", s3Endpoint);
        properties.put("s3.region", s3Region);
        properties.put("s3.path-style-access", "true");
        properties.put(ACCESS_KEY, accessKey);
        properties.put(SECRET_KEY, secretKey);
        return properties;
    }

    /** What {@link #lake} has beside the rest when Nessie asks for this token. */
    public static Map<String, String> lakeLogin(String token) {
        return Map.of("iceberg.nessie-catalog.authentication.type", "BEARER", TOKEN, token);
    }

    /** What {@link #views} has beside the rest when Nessie asks for this token, which only its owner renews. */
    public static Map<String, String> viewsLogin(String token) {
        return Map.of(
                "iceberg.rest-catalog.security",
                "OAUTH2",
                "iceberg.rest-catalog.oauth2.token",
                token,
                "iceberg.rest-catalog.oauth2.token-refresh-enabled",
                "false");
    }

    /** What Trino's environment has to hold, for catalogues that are made by SQL; it is read by its own user only. */
    static Map<String, String> environment(Map<String, Map<String, String>> catalogs) {
        return Optional.ofNullable(catalogs.get(LAKE))
                .map(lake -> lake.get(TOKEN))
                .map(token -> Map.of(TOKEN_VARIABLE, token))
                .orElse(Map.of());
    }

    /** Whether a catalogue is one that Trino makes and drops while it runs, and keeps the file of. */
    static boolean isMadeWhileTrinoRuns(String catalog) {
        return catalog.startsWith(RAW_TOPICS) || catalog.startsWith(PINNED);
    }

    /**
     * The keys of the lake's store as Trino's S3 security mapping reads them from a file: one mapping, for everybody.
     * Empty without a lake.
     */
    static Optional<String> keys(Map<String, Map<String, String>> catalogs) {
        return Optional.ofNullable(catalogs.get(LAKE)).map(lake -> JsonRest.JSON
                .createObjectNode()
                .set(
                        "mappings",
                        JsonRest.JSON
                                .createArrayNode()
                                .add(JsonRest.JSON
                                        .createObjectNode()
                                        .put("accessKey", lake.get(ACCESS_KEY))
                                        .put("secretKey", lake.get(SECRET_KEY))))
                .toString());
    }

    /**
     * The lake at a tag of Nessie, for a statement that makes the catalogue and that everybody may read: the keys of the
     * store are named by their file.
     *
     * @param keysFile path of the file
     * @param tag name of the tag
     * @param login whether Nessie asks for a token, which Trino finds in its environment
     */
    public static Map<String, String> pinned(
            String nessieUri,
            String warehouse,
            String s3Endpoint,
            String s3Region,
            Path keysFile,
            String tag,
            boolean login) {
        var properties = lake(nessieUri, warehouse, s3Endpoint, s3Region, "", "");
        properties.keySet().removeAll(List.of("connector.name", ACCESS_KEY, SECRET_KEY));
        properties.put("s3.security-mapping.enabled", "true");
        properties.put("s3.security-mapping.config-file", keysFile.toString());
        properties.put("iceberg.nessie-catalog.ref", tag);
        if (login) {
            properties.putAll(lakeLogin("${ENV:" + TOKEN_VARIABLE + "}"));
        }
        return properties;
    }

    /**
     * A live source database.
     *
     * @param jdbcUrl its address
     * @param login properties file with the role and its password
     */
    public static Map<String, String> source(String jdbcUrl, Path login) {
        return Map.of(
                "connection-url",
                jdbcUrl,
                "credential-provider.type",
                "FILE",
                "connection-credential-file",
                login.toString(),
                // SQL's names are lower case in Trino; those of a source need not be.
                "case-insensitive-name-matching",
                "true");
    }
}
