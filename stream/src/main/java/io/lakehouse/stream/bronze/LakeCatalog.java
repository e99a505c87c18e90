package io.lakehouse.stream.bronze;

import io.lakehouse.contract.job.LakeAddress;
import io.lakehouse.contract.job.LakeCredentials;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.flink.CatalogLoader;

/** The lake's catalogue: Nessie, with its tables on S3. */
public final class LakeCatalog {
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
        var credentials = LakeCredentials.of(lake);
        var properties = new HashMap<String, String>();
        properties.put("uri", lake.nessieUri());
        properties.put("ref", lake.reference());
        properties.put("warehouse", lake.warehouse());
        properties.put("io-impl", "org.apache.iceberg.aws.s3.S3FileIO");
        properties.put("s3.endpoint", lake.s3Endpoint());
        properties.put("s3.path-style-access", "true");
        properties.put("client.region", lake.s3Region());
        properties.putAll(credentials.store());
        properties.putAll(credentials.catalogue());
        return Map.copyOf(properties);
    }
}
