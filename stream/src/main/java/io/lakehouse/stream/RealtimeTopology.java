package io.lakehouse.stream;

import io.lakehouse.stream.message.Lane;
import io.lakehouse.stream.message.OutgoingMessage;
import io.lakehouse.stream.raw.RawMessage;
import io.lakehouse.stream.raw.UnfitChangeException;
import io.lakehouse.stream.route.RouteFeed;
import io.lakehouse.stream.truncation.Mark;
import io.lakehouse.stream.truncation.TruncationSweep;
import java.time.Duration;
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
 * their partition. All topics share one sink, so each task has one producer to flush. Two things stand beside the chain,
 * and nothing waits for them: the changes that a later route may fit, and the keys of live rows, so that a truncation can
 * delete them.
 */
public final class RealtimeTopology {
    private static final OutputTag<Mark> MARKS = new OutputTag<>("marks", TypeInformation.of(Mark.class));
    private static final OutputTag<RawMessage> UNFIT = new OutputTag<>("unfit", TypeInformation.of(RawMessage.class));

    private RealtimeTopology() {}

    /**
     * Adds the lane to a job.
     *
     * @param source the raw messages; every partition's in order within one task
     * @param routes the tables to read
     * @param hold how long a change that does not fit its route waits for one that it fits
     * @param deadLetterTopic topic of what cannot be read
     * @param messages takes the messages; it must keep the order of a key
     * @param sideMessages takes what is written beside the chain
     */
    public static void attach(
            DataStream<RawMessage> source,
            RouteFeed routes,
            Duration hold,
            String deadLetterTopic,
            Sink<OutgoingMessage> messages,
            Sink<OutgoingMessage> sideMessages) {
        var parallelism = source.getParallelism();
        var changes = source.process(new ReadChanges(routes, hold, deadLetterTopic))
                .name("read changes")
                .uid("realtime-read")
                .setParallelism(parallelism);
        changes.sinkTo(messages).name("messages").uid("realtime-messages").setParallelism(parallelism);
        var held = changes.getSideOutput(UNFIT)
                .keyBy(message -> message.topic() + '/' + message.partition())
                .process(new HeldChanges(routes, deadLetterTopic, hold, MARKS))
                .name("held changes")
                .uid("realtime-held")
                .setParallelism(parallelism);
        changes.getSideOutput(MARKS)
                .union(held.getSideOutput(MARKS))
                .keyBy(Mark::partition)
                .process(new TruncationSweep())
                .name("truncations")
                .uid("realtime-truncations")
                .setParallelism(parallelism)
                .union(held)
                .sinkTo(sideMessages)
                .name("side messages")
                .uid("realtime-side-messages")
                .setParallelism(parallelism);
    }

    private static final class ReadChanges extends ProcessFunction<RawMessage, OutgoingMessage> {
        private static final long serialVersionUID = 1L;

        private final RouteFeed routes;
        private final Duration hold;
        private final String deadLetterTopic;
        private transient @Nullable Projection projection;

        ReadChanges(RouteFeed routes, Duration hold, String deadLetterTopic) {
            this.routes = routes;
            this.hold = hold;
            this.deadLetterTopic = deadLetterTopic;
        }

        @Override
        public void open(OpenContext context) throws Exception {
            var task = getRuntimeContext().getTaskInfo().getIndexOfThisSubtask();
            projection = new Projection(routes, "read-" + task, deadLetterTopic);
        }

        @Override
        public void processElement(RawMessage message, Context context, Collector<OutgoingMessage> out) {
            if (!message.isFor(Lane.REALTIME.label())) {
                return;
            }
            Projection.Written written;
            try {
                written = projection.of(message);
            } catch (UnfitChangeException e) {
                if (!hold.isZero()) {
                    context.output(UNFIT, message);
                    return;
                }
                written = projection.deadLetter(message, e.getMessage());
            }
            // Outside the try: a failure of the sink is the job's, not the message's.
            written.messages().forEach(out::collect);
            written.marks().forEach(mark -> context.output(MARKS, mark));
        }

        @Override
        public void close() {
            if (projection != null) {
                projection.close();
            }
        }
    }
}
