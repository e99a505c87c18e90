package io.lakehouse.stream.raw;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The headers of a raw message, packed: nobody but a dead letter looks at all of them, and bytes travel through Flink as
 * they are.
 */
public final class RawHeaders {
    /** Takes the headers of a message, in order. */
    public interface Reader {
        /** One header. */
        void header(String name, byte @Nullable [] value) throws IOException;
    }

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(64);

    /** Adds a header. */
    public RawHeaders add(String name, byte @Nullable [] value) {
        try (var out = new DataOutputStream(bytes)) {
            out.writeUTF(name);
            out.writeInt(value == null ? -1 : value.length);
            if (value != null) {
                out.write(value);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory cannot fail", e);
        }
        return this;
    }

    /** The packed headers. */
    public byte[] pack() {
        return bytes.toByteArray();
    }

    /** Tells the headers that were packed. */
    public static void read(byte[] packed, Reader reader) throws IOException {
        var in = new DataInputStream(new ByteArrayInputStream(packed));
        while (in.available() > 0) {
            var name = in.readUTF();
            var length = in.readInt();
            reader.header(name, length < 0 ? null : in.readNBytes(length));
        }
    }

    /** The text of the last header of this name; {@code null} when there is none. */
    static @Nullable String text(byte[] packed, String name) {
        var found = new String[1];
        try {
            read(packed, (header, value) -> {
                if (header.equals(name)) {
                    found[0] = value == null ? null : new String(value, StandardCharsets.UTF_8);
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException("reading from memory cannot fail", e);
        }
        return found[0];
    }

    /** The packed form of one header with a text; of none when the text is {@code null}. */
    static byte[] ofText(String name, @Nullable String text) {
        return text == null
                ? new byte[0]
                : new RawHeaders()
                        .add(name, text.getBytes(StandardCharsets.UTF_8))
                        .pack();
    }
}
