package io.lakehouse.platform.lake;

import io.lakehouse.platform.engine.ConfigurationFile;
import io.lakehouse.platform.engine.SecretFile;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The keys of the S3 store.
 *
 * @param accessKey who asks; no secret, but of no use to others
 * @param secretKey what requests are signed with
 */
public record S3Credentials(String accessKey, String secretKey) {
    private static final String ACCESS_KEY = "s3.access-key";
    private static final String SECRET_KEY = "s3.secret-key";

    /** The keys in a file that jobs read too, made at random the first time. Whoever asks at once gets the same. */
    public static S3Credentials inFile(Path file) {
        var values = SecretFile.of(
                file,
                Map.of(ACCESS_KEY, "lakehouse", SECRET_KEY, SecretFile.random()),
                List.of(ACCESS_KEY, SECRET_KEY));
        return new S3Credentials(values.get(ACCESS_KEY), values.get(SECRET_KEY));
    }

    /** Writes the keys to a file that only its owner reads. */
    public void write(Path file) {
        var properties = new LinkedHashMap<String, String>();
        properties.put(ACCESS_KEY, accessKey);
        properties.put(SECRET_KEY, secretKey);
        ConfigurationFile.writeProperties(file, properties);
    }

    /** Shows the keys' owner but not the secret. */
    @Override
    public String toString() {
        return "S3Credentials[accessKey=" + accessKey + "]";
    }
}
