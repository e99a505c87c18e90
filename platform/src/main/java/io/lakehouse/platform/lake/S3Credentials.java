package io.lakehouse.platform.lake;

import io.lakehouse.contract.job.LakeCredentials;
import io.lakehouse.platform.engine.ConfigurationFile;
import io.lakehouse.platform.engine.SecretFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The keys of the S3 store.
 *
 * @param accessKey who asks; no secret, but of no use to others
 * @param secretKey what requests are signed with
 */
public record S3Credentials(String accessKey, String secretKey) {
    private static final String ACCESS_KEY = LakeCredentials.ACCESS_KEY;
    private static final String SECRET_KEY = LakeCredentials.SECRET_KEY;

    /** The keys in a file that jobs read too, made at random the first time. Whoever asks at once gets the same. */
    public static S3Credentials inFile(Path file) {
        var values = SecretFile.of(
                file,
                Map.of(ACCESS_KEY, "lakehouse", SECRET_KEY, SecretFile.random()),
                List.of(ACCESS_KEY, SECRET_KEY));
        return new S3Credentials(values.get(ACCESS_KEY), values.get(SECRET_KEY));
    }

    /**
     * Writes the keys to a file that only its owner reads.
     *
     * @param login the login to Nessie, which stands there too, as {@link LakeCredentials} reads it
     */
    public void write(Path file, Map<String, String> login) {
        var properties = new TreeMap<>(login);
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
