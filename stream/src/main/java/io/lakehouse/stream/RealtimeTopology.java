package io.lakehouse.stream;

import io.lakehouse.contract.change.MalformedChangeException;
import io.lakehouse.contract.job.TableRoute;
import io.lakehouse.stream.message.ChangeMessages;
import io.lakehouse.stream.message.DeadLetters;
import io.lakehouse.stream.message.Lane;
import io.lakehouse.stream.message.OutgoingMessage;
import io.lakehouse.stream.raw.ChangeReader;
import io.lakehouse.stream.raw.RawMessage;
import io.lakehouse.stream.truncation.Mark;
import io.lakehouse.stream.truncation.TruncationSweep;
import java.util.List;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/**
 * The real-time lane: raw messages in, messages of the current, history and dead-letter topics out.
 *
 * <p>A change never leaves the chain of source, reading and sink, in which the changes of a key stay in the order of
 * their partition. All topics share one sink, so each task has one producer to flush. Beside the chain, the keys of live
 * rows are remembered, so that a truncation can delete them; nothing waits for that.
 */
public final class RealtimeTopology {
    private static final OutputTag<Mark> MARKS = new OutputTag<>("marks", TypeInformation.of(Mark.class));

    private RealtimeTopology() {}

    /**
     * Adds the lane to a job.
     *
     * @param source the raw messages; every partition's in order within one task
     * @param routes the tables to read
     * @param deadLetterTopic topic of what cannot be read
     * @param messages takes the messages; it must keep the order of a key
     * @param sideMessages takes what is written beside the chain
     * @throws IllegalArgumentException when a column has the name of a field of the messages
     */
    public static void attach(
            DataStream<RawMessage> source,
            List<TableRoute> routes,
            String deadLetterTopic,
            Sink<OutgoingMessage> messages,
            Sink<OutgoingMessage> sideMessages) {
        routes.forEach(ChangeMessages::requireDistinctNames);
        var parallelism = source.getParallelism();
        var changes = source.process(new ReadChanges(new Routes(routes), deadLetterTopic))
                .name("read changes")
                .uid("realtime-read")
                .setParallelism(parallelism);
        changes.sinkTo(messages).name("messages").uid("realtime-messages").setParallelism(parallelism);
        changes.getSideOutput(MARKS)
                .keyBy(Mark::partition)
                .process(new TruncationSweep())
                .name("truncations")
                .uid("realtime-truncations")
                .setParallelism(parallelism)
                .sinkTo(sideMessages)
                .name("side messages")
                .uid("realtime-side-messages")
                .setParallelism(parallelism);
    }

    private static final class ReadChanges extends ProcessFunction<RawMessage, OutgoingMessage> {
        private static final long serialVersionUID = 1L;

        private final Routes routes;
        private final String deadLetterTopic;
        private transient @Nullable ChangeReader reader;
        private transient @Nullable DeadLetters deadLetters;

        ReadChanges(Routes routes, String deadLetterTopic) {
            this.routes = routes;
            this.deadLetterTopic = deadLetterTopic;
        }

        @Override
        public void open(OpenContext context) {
            reader = new ChangeReader(routes.list());
            deadLetters = new DeadLetters(deadLetterTopic, Lane.REALTIME);
        }

        @Override
        public void processElement(RawMessage message, Context context, Collector<OutgoingMessage> out) {
            List<OutgoingMessage> messages;
            List<Mark> marks;
            try {
                var change = reader.read(message);
                messages = ChangeMessages.of(change.route(), change.event(), message.key());
                marks = Mark.of(change.route(), change.event());
            } catch (MalformedChangeException e) {
                messages = List.of(deadLetters.of(message, e.getMessage()));
                marks = List.of();
            }
            // Outside the try: a failure of the sink is the job's, not the message's.
            messages.forEach(out::collect);
            marks.forEach(mark -> context.output(MARKS, mark));
        }
    }
}
