package io.lakehouse.stream.bronze;

import io.lakehouse.contract.job.LakeAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.flink.CatalogLoader;

/** The lake's catalogue: Nessie, with its tables on S3. */
public final class LakeCatalog {
    private static final String ACCESS_KEY = "s3.access-key";
    private static final String SECRET_KEY = "s3.secret-key";

    private LakeCatalog() {}

    /**
     * A loader of the catalogue at an address.
     *
     * @throws UncheckedIOException when the credentials file cannot be read
     * @throws IllegalArgumentException when it lacks a key
     */
    public static CatalogLoader at(LakeAddress lake) {
        return CatalogLoader.custom(
                "lake", properties(lake), new Configuration(false), "org.apache.iceberg.nessie.NessieCatalog");
    }

    static Map<String, String> properties(LakeAddress lake) {
        var credentials = new Properties();
        try (var reader = Files.newBufferedReader(Path.of(lake.credentialsFile()))) {
            credentials.load(reader);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the credentials file " + lake.credentialsFile(), e);
        }
        var properties = new HashMap<String, String>();
        properties.put("uri", lake.nessieUri());
        properties.put("ref", lake.reference());
        properties.put("warehouse", lake.warehouse());
        properties.put("io-impl", "org.apache.iceberg.aws.s3.S3FileIO");
        properties.put("s3.endpoint", lake.s3Endpoint());
        properties.put("s3.path-style-access", "true");
        properties.put("client.region", lake.s3Region());
        properties.put("s3.access-key-id", required(credentials, ACCESS_KEY, lake));
        properties.put("s3.secret-access-key", required(credentials, SECRET_KEY, lake));
        return Map.copyOf(properties);
    }

    private static String required(Properties credentials, String key, LakeAddress lake) {
        var value = credentials.getProperty(key);
        if (value == null || value.isBlank()) {
            throw new IllegalArgumentException(lake.credentialsFile() + ": " + key + " is missing");
        }
        return value.strip();
    }
}
