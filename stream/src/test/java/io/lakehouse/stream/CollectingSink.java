package io.lakehouse.stream;

import io.lakehouse.stream.message.OutgoingMessage;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;

/** A sink that keeps the messages in this JVM, in the order of their arrival. */
final class CollectingSink implements Sink<OutgoingMessage> {
    private static final long serialVersionUID = 1L;
    private static final Map<String, Queue<OutgoingMessage>> COLLECTED = new ConcurrentHashMap<>();

    private final String id = UUID.randomUUID().toString();

    CollectingSink() {
        COLLECTED.put(id, new ConcurrentLinkedQueue<>());
    }

    /** The values of a topic, as texts. */
    List<String> values(String topic) {
        return COLLECTED.get(id).stream()
                .filter(message -> message.topic().equals(topic))
                .map(message -> new String(message.value(), StandardCharsets.UTF_8))
                .toList();
    }

    /** The keys of a topic, as texts. */
    List<String> keys(String topic) {
        return COLLECTED.get(id).stream()
                .filter(message -> message.topic().equals(topic))
                .map(message -> new String(message.key(), StandardCharsets.UTF_8))
                .toList();
    }

    @Override
    public SinkWriter<OutgoingMessage> createWriter(WriterInitContext context) {
        return new SinkWriter<>() {
            @Override
            public void write(OutgoingMessage message, Context context) {
                COLLECTED.get(id).add(message);
            }

            @Override
            public void flush(boolean endOfInput) {}

            @Override
            public void close() {}
        };
    }
}
