package io.lakehouse.contract.change;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A byte encoding in which no two different sequences of texts look alike: every text is written as its length in
 * UTF-8 bytes, a colon, and its bytes.
 */
final class Encoding {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);

    Encoding append(String text) {
        var encoded = text.getBytes(StandardCharsets.UTF_8);
        bytes.writeBytes(Integer.toString(encoded.length).getBytes(StandardCharsets.US_ASCII));
        bytes.write(':');
        bytes.writeBytes(encoded);
        return this;
    }

    /** The encoding itself, as text. */
    String text() {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    /** The first bytes of the encoding's SHA-256, in lower-case hex. */
    String sha256(int length) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(bytes.toByteArray());
            return HexFormat.of().formatHex(digest, 0, length);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
