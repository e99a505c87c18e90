package io.lakehouse.platform.lake;

import io.lakehouse.platform.engine.ConfigurationFile;
import io.lakehouse.platform.engine.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Properties;

/**
 * The keys of the S3 store.
 *
 * @param accessKey who asks; no secret, but of no use to others
 * @param secretKey what requests are signed with
 */
public record S3Credentials(String accessKey, String secretKey) {
    private static final String ACCESS_KEY = "s3.access-key";
    private static final String SECRET_KEY = "s3.secret-key";

    /** The keys in a file that jobs read too; made at random the first time. */
    public static S3Credentials inFile(Path file) {
        if (!Files.exists(file)) {
            new S3Credentials("lakehouse", random()).write(file);
        }
        var properties = new Properties();
        try (var reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        } catch (IOException e) {
            throw new Failure("cannot read the S3 keys in " + file + ": " + e.getMessage(), e);
        }
        return new S3Credentials(properties.getProperty(ACCESS_KEY), properties.getProperty(SECRET_KEY));
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

    private static String random() {
        var bytes = new byte[24];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
