package io.lakehouse.platform.stream;

import io.lakehouse.contract.job.RawMessages;
import io.lakehouse.platform.engine.Failure;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Puts dead letters back on their raw topics.
 *
 * <p>A raw message is written once for all lanes that could not read it, as it was, with a header that names those
 * lanes: the others have it already. The same transaction notes the dead letters as replayed, so that each goes back at
 * most once, however often and however many at a time replay.
 */
public final class DeadLetterReplay {
    private static final int MESSAGES_A_TRANSACTION = 100;

    private final DeadLetterTopic letters;
    private final String transactionalId;

    /**
     * A replay of these dead letters.
     *
     * @param pipeline name of their pipeline; of two replays of one pipeline at once, Kafka lets the later go on
     */
    public DeadLetterReplay(DeadLetterTopic letters, String pipeline) {
        this.letters = letters;
        this.transactionalId = "lakehouse." + pipeline + ".dead-letters";
    }

    /**
     * What a replay did.
     *
     * @param letters dead letters that were replayed
     * @param messages raw messages that were written for them
     * @param before dead letters that had been replayed before, and were left alone
     */
    public record Replayed(int letters, int messages, int before) {}

    /** What {@link #replay} would do. Nothing is written. */
    public Replayed preview(Predicate<DeadLetter> wanted) {
        return choose(wanted).result();
    }

    /**
     * Replays what is wanted and was not replayed before.
     *
     * @throws Failure when Kafka refuses, or another replay began meanwhile; what was replayed until then stays so
     */
    public Replayed replay(Predicate<DeadLetter> wanted) {
        try (var producer = new KafkaProducer<>(
                letters.kafka()
                        .client(Map.of(
                                ProducerConfig.TRANSACTIONAL_ID_CONFIG,
                                transactionalId,
                                ProducerConfig.COMPRESSION_TYPE_CONFIG,
                                "lz4",
                                ProducerConfig.MAX_BLOCK_MS_CONFIG,
                                20_000,
                                ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
                                64 << 20)),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            // Before reading what was replayed: from here on, no other replay can add to it and succeed.
            producer.initTransactions();
            var choice = choose(wanted);
            var open = new ArrayList<String>();
            var written = new HashSet<String>();
            letters.forEach(letter -> {
                var lanes = choice.lanes().get(letter.position());
                if (lanes == null || !written.add(letter.position())) {
                    return;
                }
                if (open.isEmpty()) {
                    producer.beginTransaction();
                }
                producer.send(message(letter, lanes));
                lanes.forEach(lane -> producer.send(new ProducerRecord<>(
                        letters.replayedTopic(),
                        (letter.position() + "/" + lane).getBytes(StandardCharsets.UTF_8),
                        new byte[] {'1'})));
                open.add(letter.position());
                if (open.size() == MESSAGES_A_TRANSACTION) {
                    producer.commitTransaction();
                    open.clear();
                }
            });
            if (!open.isEmpty()) {
                producer.commitTransaction();
            }
            return choice.result();
        } catch (KafkaException e) {
            throw new Failure(
                    "the replay stopped, and what was not written yet stays a dead letter: " + e.getMessage()
                            + "; run it again",
                    e);
        }
    }

    /** The same key, value and headers on the same partition, so that the key keeps its own. */
    private static ProducerRecord<byte[], byte[]> message(DeadLetter letter, TreeSet<String> lanes) {
        var headers = new ArrayList<Header>(letter.headers());
        headers.removeIf(header -> header.key().equals(RawMessages.LANES_HEADER));
        headers.add(new RecordHeader(
                RawMessages.LANES_HEADER, String.join(",", lanes).getBytes(StandardCharsets.UTF_8)));
        return new ProducerRecord<>(
                letter.topic(), letter.partition(), null, letter.key(), letter.value(), List.copyOf(headers));
    }

    private Choice choose(Predicate<DeadLetter> wanted) {
        var replayed = letters.replayed();
        var lanes = new LinkedHashMap<String, TreeSet<String>>();
        var counts = new int[2];
        letters.forEach(letter -> {
            if (!wanted.test(letter)) {
                return;
            }
            if (replayed.contains(letter.id())) {
                counts[1]++;
                return;
            }
            counts[0]++;
            lanes.computeIfAbsent(letter.position(), position -> new TreeSet<>())
                    .add(letter.lane());
        });
        return new Choice(lanes, new Replayed(counts[0], lanes.size(), counts[1]));
    }

    private record Choice(Map<String, TreeSet<String>> lanes, Replayed result) {}
}
