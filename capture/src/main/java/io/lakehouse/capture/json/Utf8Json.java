package io.lakehouse.capture.json;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.kafka.connect.errors.DataException;

/**
 * JSON as it grows, in UTF-8. The memory is kept from one message to the next, so it belongs to one thread.
 *
 * <p>What is written is what Jackson writes with its defaults, which is what readers of Debezium's messages know; but a
 * character above U+FFFF stands in UTF-8 instead of as two escapes.
 */
final class Utf8Json {
    private static final int KEPT_BYTES = 1 << 20;
    private static final byte[] HEX = "0123456789ABCDEF".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] MINIMUM = ascii(Long.toString(Long.MIN_VALUE));
    private static final byte[] NULL = ascii("null");
    private static final byte[] TRUE = ascii("true");
    private static final byte[] FALSE = ascii("false");
    /** What follows the backslash of an ASCII character: 0 for none, 'u' for its number. */
    private static final byte[] ESCAPES = escapes();

    private byte[] bytes = new byte[4096];
    private int length;

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** What was written since the last call. */
    byte[] take() {
        var message = Arrays.copyOf(bytes, length);
        if (bytes.length > KEPT_BYTES) {
            bytes = new byte[4096];
        }
        length = 0;
        return message;
    }

    /** Forgets what was written. */
    void clear() {
        length = 0;
    }

    /** A byte of JSON's own punctuation. */
    void raw(char punctuation) {
        reserve(1);
        bytes[length++] = (byte) punctuation;
    }

    /** Bytes that are JSON already. */
    void raw(byte[] json) {
        reserve(json.length);
        System.arraycopy(json, 0, bytes, length, json.length);
        length += json.length;
    }

    void nothing() {
        raw(NULL);
    }

    void bool(boolean value) {
        raw(value ? TRUE : FALSE);
    }

    void number(long value) {
        if (value == Long.MIN_VALUE) {
            raw(MINIMUM);
            return;
        }
        reserve(20);
        var rest = value;
        if (rest < 0) {
            bytes[length++] = '-';
            rest = -rest;
        }
        var end = length + digits(rest);
        for (var index = end - 1; index >= length; index--) {
            bytes[index] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        length = end;
    }

    /** A number with a fraction; a string when JSON has no number for it. */
    void number(double value) {
        decimal(Double.toString(value), Double.isFinite(value));
    }

    /** Likewise, of single precision. */
    void number(float value) {
        decimal(Float.toString(value), Float.isFinite(value));
    }

    private void decimal(String text, boolean finite) {
        if (finite) {
            raw(ascii(text));
        } else {
            string(text);
        }
    }

    /**
     * A string.
     *
     * @throws DataException when it is no text: half of a surrogate pair
     */
    void string(String text) {
        // Three bytes for the longest character of one char, six for the longest escape.
        reserve(text.length() * 3 + 2);
        bytes[length++] = '"';
        for (var index = 0; index < text.length(); index++) {
            var character = text.charAt(index);
            if (character < 0x80) {
                var escape = ESCAPES[character];
                if (escape == 0) {
                    bytes[length++] = (byte) character;
                } else {
                    escape(character, escape, text.length() - index);
                }
            } else if (character < 0x800) {
                bytes[length++] = (byte) (0xC0 | character >> 6);
                bytes[length++] = (byte) (0x80 | character & 0x3F);
            } else if (Character.isSurrogate(character)) {
                pair(text, index++);
            } else {
                bytes[length++] = (byte) (0xE0 | character >> 12);
                bytes[length++] = (byte) (0x80 | character >> 6 & 0x3F);
                bytes[length++] = (byte) (0x80 | character & 0x3F);
            }
        }
        bytes[length++] = '"';
    }

    private void escape(char character, byte escape, int left) {
        if (escape == 'u') {
            reserve(left * 3 + 4);
            bytes[length++] = '\\';
            bytes[length++] = 'u';
            bytes[length++] = '0';
            bytes[length++] = '0';
            bytes[length++] = HEX[character >> 4];
            bytes[length++] = HEX[character & 0xF];
        } else {
            bytes[length++] = '\\';
            bytes[length++] = escape;
        }
    }

    private void pair(String text, int index) {
        var point = text.codePointAt(index);
        if (!Character.isSupplementaryCodePoint(point)) {
            throw new DataException("a text holds half of a surrogate pair, which UTF-8 cannot write");
        }
        bytes[length++] = (byte) (0xF0 | point >> 18);
        bytes[length++] = (byte) (0x80 | point >> 12 & 0x3F);
        bytes[length++] = (byte) (0x80 | point >> 6 & 0x3F);
        bytes[length++] = (byte) (0x80 | point & 0x3F);
    }

    private void reserve(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(Math.addExact(length, more), (int)
                    Math.min(bytes.length * 2L, Integer.MAX_VALUE - 8)));
        }
    }

    private static int digits(long value) {
        var digits = 1;
        for (var rest = value; rest >= 10; rest /= 10) {
            digits++;
        }
        return digits;
    }

    private static byte[] escapes() {
        var escapes = new byte[0x80];
        Arrays.fill(escapes, 0, 0x20, (byte) 'u');
        escapes['\b'] = 'b';
        escapes['\t'] = 't';
        escapes['\n'] = 'n';
        escapes['\f'] = 'f';
        escapes['\r'] = 'r';
        escapes['"'] = '"';
        escapes['\\'] = '\\';
        return escapes;
    }
}
