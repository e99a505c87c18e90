package io.lakehouse.platform.query;

import java.util.LinkedHashMap;
import java.util.Map;

/** The catalogues of Trino, as the properties that its connectors read. */
public final class TrinoCatalogs {
    /** What the names of catalogues of raw topics begin with, which are made and dropped while Trino runs. */
    public static final String RAW_TOPICS = "raw_";

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
        properties.put("connector.name", "iceberg");
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
        properties.put("s3.aws-access-key", accessKey);
        properties.put("s3.aws-secret-key", secretKey);
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
        properties.put("connector.name", "iceberg");
        properties.put("iceberg.catalog.type", "rest");
        properties.put("iceberg.rest-catalog.uri", restUri);
        properties.put("fs.native-s3.enabled", "true");
        properties.put("s3.endpoint", s3Endpoint);
        properties.put("s3.region", s3Region);
        properties.put("s3.path-style-access", "true");
        properties.put("s3.aws-access-key", accessKey);
        properties.put("s3.aws-secret-key", secretKey);
        return properties;
    }

    /** The live source database. */
    public static Map<String, String> source(String jdbcUrl, String user, String password) {
        var properties = new LinkedHashMap<String, String>();
        properties.put("connector.name", "postgresql");
        properties.put("connection-url", jdbcUrl);
        properties.put("connection-user", user);
        properties.put("connection-password", password);
        return properties;
    }
}
