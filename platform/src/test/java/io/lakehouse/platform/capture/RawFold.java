package io.lakehouse.platform.capture;

import io.lakehouse.contract.change.Operation;
import io.lakehouse.contract.change.OrderKey;
import io.lakehouse.contract.declaration.Pipeline;
import io.lakehouse.contract.declaration.TableDeclaration;
import io.lakehouse.platform.source.Sql;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** Tables with the columns {@code id} and {@code note} as they are, and as they follow from their raw messages. */
public final class RawFold {
    private RawFold() {}

    /** The rows that follow from the raw messages by their order key, whatever the order of their arrival. */
    public static Map<String, String> of(RunningCapture capture, Pipeline pipeline, TableDeclaration table) {
        var rows = new TreeMap<String, String>();
        capture.read(pipeline.rawTopic(table)).stream()
                .sorted(Comparator.comparing(RawFold::orderKey))
                .forEach(message -> {
                    var value = RunningCapture.json(message);
                    switch (value.get("op").asText()) {
                        case "t" -> rows.clear();
                        case "d" -> rows.remove(value.at("/before/id").asText());
                        default ->
                            rows.put(
                                    value.at("/after/id").asText(),
                                    value.at("/after/note").asText());
                    }
                });
        return rows;
    }

    /** The rows that the source holds. */
    public static Map<String, String> source(RunningCapture capture, TableDeclaration table) throws SQLException {
        var rows = new TreeMap<String, String>();
        capture.database()
                .query("SELECT id, note FROM " + Sql.quoted(table.schema(), table.table()))
                .rows()
                .forEach(row -> rows.put(row.get(0), row.get(1)));
        return rows;
    }

    /** The place of a raw message in the order of its key. */
    public static String orderKey(ConsumerRecord<byte[], byte[]> message) {
        var value = RunningCapture.json(message);
        var epoch = Long.parseLong(String.valueOf(header(message, "lakehouse.epoch")));
        var since = header(message, "lakehouse.since");
        return (since == null
                        ? OrderKey.of(
                                epoch,
                                Operation.ofCode(value.get("op").asText()),
                                value.at("/source/lsn").asLong())
                        : OrderKey.streamed(epoch, Long.parseUnsignedLong(since)))
                .toString();
    }

    private static @Nullable String header(ConsumerRecord<byte[], byte[]> message, String name) {
        var header = message.headers().lastHeader(name);
        return header == null ? null : new String(header.value(), StandardCharsets.UTF_8);
    }
}
