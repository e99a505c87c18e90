package io.lakehouse.contract.change;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * A byte encoding in which no two different sequences of texts look alike: every text is written as its length in
 * UTF-8 bytes, a colon, and its bytes.
 */
final class Encoding {
    /** Digits of the greatest length that there is. */
    private static final int DIGITS = 10;

    private byte[] bytes = new byte[256];
    private int size;

    Encoding append(String text) {
        var encoded = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length - size < encoded.length + DIGITS + 1) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, Math.addExact(size, encoded.length + DIGITS + 1)));
        }
        digits(encoded.length);
        bytes[size++] = ':';
        System.arraycopy(encoded, 0, bytes, size, encoded.length);
        size += encoded.length;
        return this;
    }

    private void digits(int number) {
        if (number > 9) {
            digits(number / 10);
        }
        bytes[size++] = (byte) ('0' + number % 10);
    }

    /** The encoding itself, as text. */
    String text() {
        return new String(bytes, 0, size, StandardCharsets.UTF_8);
    }

    /** The first bytes of the encoding's SHA-256, in lower-case hex. */
    String sha256(int length) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            digest.update(bytes, 0, size);
            return HexFormat.of().formatHex(digest.digest(), 0, length);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
