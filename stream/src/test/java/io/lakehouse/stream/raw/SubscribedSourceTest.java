package io.lakehouse.stream.raw;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.apache.flink.connector.kafka.source.enumerator.KafkaSourceEnumState;
import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplit;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** What a restored job keeps of its positions. */
class SubscribedSourceTest {
    private static final KafkaPartitionSplit KEPT =
            new KafkaPartitionSplit(new TopicPartition("shop.public.kept", 1), 7);
    private static final KafkaPartitionSplit TAKEN =
            new KafkaPartitionSplit(new TopicPartition("shop.public.taken", 0), 9);
    private static final Set<String> TOPICS = Set.of("shop.public.kept", "shop.public.added");

    @Test
    void aReaderForgetsPositionsInTopicsThatWereTakenOut() {
        assertThat(SubscribedSource.subscribed(List.of(KEPT, TAKEN), TOPICS)).containsExactly(KEPT);
    }

    @Test
    void theEnumeratorForgetsThemTooSoThatATopicMadeAnewIsReadFromItsBeginning() {
        var state = new KafkaSourceEnumState(List.of(KEPT, TAKEN), List.of(), true);

        var kept = SubscribedSource.subscribed(state, TOPICS);

        assertThat(kept.assignedSplits()).containsExactly(KEPT);
        assertThat(kept.initialDiscoveryFinished()).isTrue();
    }
}
