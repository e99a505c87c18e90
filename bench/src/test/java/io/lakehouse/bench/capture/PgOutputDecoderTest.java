package io.lakehouse.bench.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.lakehouse.bench.capture.PgOutputMessage.Change;
import io.lakehouse.bench.capture.PgOutputMessage.Marker;
import io.lakehouse.contract.change.Operation;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PgOutputDecoderTest {
    private final PgOutputDecoder decoder = new PgOutputDecoder();

    @Test
    void an_update_has_the_row_before_and_after_with_null_apart_from_the_empty_text() {
        decoder.decode(relation());
        var message = message('U').putInt(7).put((byte) 'O');
        tuple(message, "1", null);
        message.put((byte) 'N');
        tuple(message, "1", "");

        var change = (Change) decoder.decode(message.flip());

        assertThat(change.operation()).isEqualTo(Operation.UPDATE);
        assertThat(change.relation().columns()).containsExactly("id", "näme");
        assertThat(change.before()).containsExactly("1", null);
        assertThat(change.after()).containsExactly("1", "");
    }

    @Test
    void an_insert_has_no_row_before_and_a_delete_none_after() {
        decoder.decode(relation());
        var insert = message('I').putInt(7).put((byte) 'N');
        tuple(insert, "1", "é");
        var delete = message('D').putInt(7).put((byte) 'O');
        tuple(delete, "1", "é");

        assertThat(((Change) decoder.decode(insert.flip())).before()).isNull();
        assertThat(((Change) decoder.decode(delete.flip())).after()).isNull();
    }

    @Test
    void a_marker_has_its_content() {
        var message = message('M').put((byte) 1).putLong(0);
        string(message, "lakehouse");
        message.putInt(3).put("end".getBytes(StandardCharsets.UTF_8));

        assertThat(decoder.decode(message.flip())).isEqualTo(new Marker("end"));
    }

    @Test
    void a_change_of_a_table_that_was_not_told_is_refused() {
        assertThatIllegalStateException()
                .isThrownBy(() ->
                        decoder.decode(message('I').putInt(8).put((byte) 'N').flip()))
                .withMessageContaining("relation 8");
    }

    private static ByteBuffer relation() {
        var message = message('R').putInt(7);
        string(message, "public");
        string(message, "narrow");
        message.put((byte) 'f').putShort((short) 2);
        for (var column : new String[] {"id", "näme"}) {
            message.put((byte) 0);
            string(message, column);
            message.putInt(20).putInt(-1);
        }
        return message.flip();
    }

    private static void tuple(ByteBuffer message, @Nullable String... values) {
        message.putShort((short) values.length);
        for (var value : values) {
            if (value == null) {
                message.put((byte) 'n');
            } else {
                var bytes = value.getBytes(StandardCharsets.UTF_8);
                message.put((byte) 't').putInt(bytes.length).put(bytes);
            }
        }
    }

    private static ByteBuffer message(char type) {
        return ByteBuffer.allocate(200).put((byte) type);
    }

    private static void string(ByteBuffer message, String text) {
        message.put(text.getBytes(StandardCharsets.UTF_8)).put((byte) 0);
    }
}
