package io.lakehouse.stream.raw;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.api.java.typeutils.ResultTypeQueryable;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.KafkaSourceEnumState;
import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplit;
import org.apache.flink.core.io.InputStatus;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/**
 * A Kafka source that, restored from a checkpoint, forgets the positions in topics that it reads no more. Kafka's own
 * keeps them for ever: it would go on reading a table that was taken out of its pipeline, and fail for good when a
 * topic of the same name is made anew.
 */
final class SubscribedSource
        implements Source<RawMessage, KafkaPartitionSplit, KafkaSourceEnumState>, ResultTypeQueryable<RawMessage> {
    private static final long serialVersionUID = 1L;

    private final KafkaSource<RawMessage> kafka;
    private final Set<String> topics;

    SubscribedSource(KafkaSource<RawMessage> kafka, Collection<String> topics) {
        this.kafka = kafka;
        this.topics = Set.copyOf(topics);
    }

    @Override
    public Boundedness getBoundedness() {
        return kafka.getBoundedness();
    }

    @Override
    public SourceReader<RawMessage, KafkaPartitionSplit> createReader(SourceReaderContext context) throws Exception {
        return new SubscribedReader(kafka.createReader(context), topics);
    }

    @Override
    public SplitEnumerator<KafkaPartitionSplit, KafkaSourceEnumState> createEnumerator(
            SplitEnumeratorContext<KafkaPartitionSplit> context) {
        return kafka.createEnumerator(context);
    }

    @Override
    public SplitEnumerator<KafkaPartitionSplit, KafkaSourceEnumState> restoreEnumerator(
            SplitEnumeratorContext<KafkaPartitionSplit> context, KafkaSourceEnumState state) throws Exception {
        return kafka.restoreEnumerator(context, subscribed(state, topics));
    }

    static KafkaSourceEnumState subscribed(KafkaSourceEnumState state, Set<String> topics) {
        return new KafkaSourceEnumState(
                state.splits().stream()
                        .filter(split -> topics.contains(split.split().getTopic()))
                        .collect(Collectors.toSet()),
                state.initialDiscoveryFinished());
    }

    static List<KafkaPartitionSplit> subscribed(List<KafkaPartitionSplit> splits, Set<String> topics) {
        return splits.stream()
                .filter(split -> topics.contains(split.getTopic()))
                .toList();
    }

    @Override
    public SimpleVersionedSerializer<KafkaPartitionSplit> getSplitSerializer() {
        return kafka.getSplitSerializer();
    }

    @Override
    public SimpleVersionedSerializer<KafkaSourceEnumState> getEnumeratorCheckpointSerializer() {
        return kafka.getEnumeratorCheckpointSerializer();
    }

    @Override
    public TypeInformation<RawMessage> getProducedType() {
        return kafka.getProducedType();
    }

    /** Kafka's reader, which is given the splits of the subscribed topics only. */
    private record SubscribedReader(SourceReader<RawMessage, KafkaPartitionSplit> kafka, Set<String> topics)
            implements SourceReader<RawMessage, KafkaPartitionSplit> {
        @Override
        public void addSplits(List<KafkaPartitionSplit> splits) {
            kafka.addSplits(subscribed(splits, topics));
        }

        @Override
        public void start() {
            kafka.start();
        }

        @Override
        public InputStatus pollNext(ReaderOutput<RawMessage> output) throws Exception {
            return kafka.pollNext(output);
        }

        @Override
        public List<KafkaPartitionSplit> snapshotState(long checkpointId) {
            return kafka.snapshotState(checkpointId);
        }

        @Override
        public CompletableFuture<Void> isAvailable() {
            return kafka.isAvailable();
        }

        @Override
        public void notifyNoMoreSplits() {
            kafka.notifyNoMoreSplits();
        }

        @Override
        public void handleSourceEvents(SourceEvent event) {
            kafka.handleSourceEvents(event);
        }

        @Override
        public void pauseOrResumeSplits(Collection<String> toPause, Collection<String> toResume) {
            kafka.pauseOrResumeSplits(toPause, toResume);
        }

        @Override
        public void notifyCheckpointComplete(long checkpointId) throws Exception {
            kafka.notifyCheckpointComplete(checkpointId);
        }

        @Override
        public void notifyCheckpointAborted(long checkpointId) throws Exception {
            kafka.notifyCheckpointAborted(checkpointId);
        }

        @Override
        public void close() throws Exception {
            kafka.close();
        }
    }
}
