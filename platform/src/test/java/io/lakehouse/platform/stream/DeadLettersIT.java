package io.lakehouse.platform.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakehouse.contract.job.KafkaAddress;
import io.lakehouse.platform.engine.Checkout;
import io.lakehouse.platform.engine.Failure;
import io.lakehouse.platform.engine.Home;
import io.lakehouse.platform.engine.Jdks;
import io.lakehouse.platform.engine.Sites;
import io.lakehouse.platform.engine.artifact.InstallProgress;
import io.lakehouse.platform.engine.artifact.Installer;
import io.lakehouse.platform.engine.artifact.Lock;
import io.lakehouse.platform.engine.artifact.MavenSettings;
import io.lakehouse.platform.realtime.EngineProcess;
import io.lakehouse.platform.stream.DeadLetterReplay.Replayed;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Dead letters as the lanes write them, on a real Kafka. */
class DeadLettersIT {
    private static EngineProcess kafka;
    private static String address;
    private static int tests;

    private String raw = "";
    private DeadLetterTopic letters = new DeadLetterTopic(KafkaAddress.open(""), "", "");
    private String pipeline = "";

    @BeforeAll
    static void start(@TempDir Path folder) {
        var catalogue = Checkout.catalogue();
        var home = new Home(
                folder,
                EngineProcess.freeOffset(catalogue.engine("kafka").ports().values()));
        var shared = new Home(Checkout.root().resolve("platform/target/engines"), 0);
        var installed = new Installer(
                        catalogue, Lock.load(Checkout.root().resolve(Lock.FILE)), MavenSettings.ofUser(), shared, false)
                .install(Set.of("kafka"), InstallProgress.SILENT);
        var site = new Sites(catalogue, home, installed, Jdks.ofMachine()::require).of("kafka");
        kafka = EngineProcess.start(new Kafka(site), home.log("kafka"));
        address = site.address("broker");
    }

    @AfterAll
    static void stop() {
        kafka.close();
    }

    @BeforeEach
    void topics() {
        pipeline = "p" + tests++;
        raw = pipeline + ".public.orders";
        letters = new DeadLetterTopic(
                KafkaAddress.open(address), pipeline + ".dead-letters", pipeline + ".dead-letters.replayed");
        try (var topics = new Topics(KafkaAddress.open(address))) {
            topics.create(List.of(
                    new Topics.Topic(raw, 2, Map.of()),
                    new Topics.Topic(pipeline + ".dead-letters", 1, Map.of()),
                    new Topics.Topic(pipeline + ".dead-letters.replayed", 1, Map.of("cleanup.policy", "compact"))));
        }
    }

    @Test
    void a_dead_letter_is_read_whole_and_once_however_often_the_lane_wrote_it() {
        write(List.of(
                letter(raw, 1, 7, "realtime", "tombstone", null), letter(raw, 1, 7, "realtime", "tombstone", null)));

        var found = all();

        assertThat(found).singleElement().satisfies(letter -> {
            assertThat(letter.id()).isEqualTo(raw + "/1/7/realtime");
            assertThat(letter.reason()).isEqualTo("tombstone");
            assertThat(letter.partition()).isEqualTo(1);
            assertThat(DeadLetter.text(letter.key())).isEqualTo("k7");
            assertThat(letter.value()).isNull();
            assertThat(letter.headers())
                    .extracting(header -> header.key() + "=" + DeadLetter.text(header.value()))
                    .containsExactly("lakehouse.epoch=3");
        });
    }

    @Test
    void a_message_goes_back_once_as_it_was_for_the_lanes_that_could_not_read_it() {
        write(List.of(
                letter(raw, 1, 7, "realtime", "bad", "seven"),
                letter(raw, 1, 7, "bronze", "bad", "seven"),
                letter(raw, 0, 8, "bronze", "bad", "\u0000eight")));

        var first = replay().replay(letter -> true);
        var second = replay().replay(letter -> true);

        assertThat(first).isEqualTo(new Replayed(3, 2, 0));
        assertThat(second).isEqualTo(new Replayed(0, 0, 3));
        assertThat(put(raw))
                .containsExactlyInAnyOrder(
                        "1 k7 seven [lakehouse.epoch=3, lakehouse.lanes=bronze,realtime]",
                        "0 k8 \u0000eight [lakehouse.epoch=3, lakehouse.lanes=bronze]");
    }

    @Test
    void a_lane_that_gives_up_later_gets_the_message_without_the_other() {
        write(List.of(letter(raw, 0, 1, "bronze", "bad", "v")));
        replay().replay(letter -> true);
        write(List.of(letter(raw, 0, 1, "realtime", "bad", "v")));

        var later = replay().replay(letter -> true);

        assertThat(later).isEqualTo(new Replayed(1, 1, 1));
        assertThat(put(raw)).last().asString().endsWith("lakehouse.lanes=realtime]");
    }

    @Test
    void only_what_was_not_replayed_is_open_and_a_letter_that_is_written_twice_is_one() {
        write(List.of(letter(raw, 0, 1, "bronze", "bad", "v"), letter(raw, 0, 1, "realtime", "bad", "v")));
        replay().replay(letter -> letter.lane().equals("bronze"));
        write(List.of(letter(raw, 1, 5, "bronze", "bad", "w"), letter(raw, 1, 5, "bronze", "bad", "w")));

        assertThat(letters.open()).isEqualTo(2);
    }

    @Test
    void a_preview_writes_nothing_and_a_filter_chooses() {
        write(List.of(letter(raw, 0, 1, "bronze", "bad decimal", "v"), letter(raw, 0, 2, "bronze", "tombstone", "w")));

        var preview = replay().preview(letter -> letter.reason().contains("decimal"));

        assertThat(preview).isEqualTo(new Replayed(1, 1, 0));
        assertThat(put(raw)).isEmpty();
        assertThat(letters.replayed()).isEmpty();
        replay().replay(letter -> letter.reason().contains("decimal"));
        assertThat(put(raw)).singleElement().asString().contains(" v ");
    }

    @Test
    void two_replays_at_once_put_each_message_back_at_most_once() throws Exception {
        write(IntStream.range(0, 400)
                .mapToObj(offset -> letter(raw, offset % 2, offset, "bronze", "bad", "v" + offset))
                .toList());
        var executor = Executors.newFixedThreadPool(2);
        var runs = IntStream.range(0, 2)
                .mapToObj(run -> executor.submit(() -> replay().replay(letter -> true)))
                .toList();
        var failures = new ArrayList<Throwable>();
        for (var run : runs) {
            try {
                run.get();
            } catch (java.util.concurrent.ExecutionException e) {
                failures.add(e.getCause());
            }
        }
        executor.shutdown();
        replay().replay(letter -> true);

        assertThat(failures).allSatisfy(failure -> assertThat(failure).isInstanceOf(Failure.class));
        assertThat(put(raw)).hasSize(400).doesNotHaveDuplicates();
    }

    @Test
    void a_record_that_is_no_dead_letter_is_named_with_its_place() {
        write(List.of(new ProducerRecord<>(pipeline + ".dead-letters", bytes("x"), bytes("hello"))));

        assertThatThrownBy(this::all)
                .isInstanceOf(Failure.class)
                .hasMessageStartingWith(pipeline + ".dead-letters, offset 0: this is no dead letter");
    }

    private DeadLetterReplay replay() {
        return new DeadLetterReplay(letters, pipeline);
    }

    private List<DeadLetter> all() {
        var found = new ArrayList<DeadLetter>();
        letters.forEach(found::add);
        return found;
    }

    private ProducerRecord<byte[], byte[]> letter(
            String topic, int partition, long offset, String lane, String reason, String value) {
        var json =
                "{\"lane\":\"%s\",\"reason\":\"%s\",\"topic\":\"%s\",\"partition\":%d,\"offset\":%d,\"timestamp\":5,\"key\":\"%s\",\"value\":%s,\"headers\":[{\"name\":\"lakehouse.epoch\",\"value\":\"%s\"}]}"
                        .formatted(
                                lane,
                                reason,
                                topic,
                                partition,
                                offset,
                                base64("k" + offset),
                                value == null ? "null" : "\"" + base64(value) + "\"",
                                base64("3"));
        return new ProducerRecord<>(
                pipeline + ".dead-letters", bytes(topic + "/" + partition + "/" + offset + "/" + lane), bytes(json));
    }

    private static void write(List<ProducerRecord<byte[], byte[]>> records) {
        try (var producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", address), new ByteArraySerializer(), new ByteArraySerializer())) {
            for (var record : records) {
                producer.send(record);
            }
            producer.flush();
        }
    }

    /** What was committed to a topic: partition, key, value and headers. */
    private static List<String> put(String topic) {
        try (var consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", address, "isolation.level", "read_committed"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            var partitions = List.of(new TopicPartition(topic, 0), new TopicPartition(topic, 1));
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            var ends = consumer.endOffsets(partitions);
            var found = new ArrayList<String>();
            while (partitions.stream().anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
                consumer.poll(Duration.ofMillis(100)).forEach(record -> found.add(text(record)));
            }
            return found;
        }
    }

    private static String text(ConsumerRecord<byte[], byte[]> record) {
        var headers = new ArrayList<String>();
        record.headers().forEach(header -> headers.add(header.key() + "=" + DeadLetter.text(header.value())));
        return record.partition() + " " + DeadLetter.text(record.key()) + " " + DeadLetter.text(record.value()) + " "
                + headers;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(bytes(text));
    }
}
