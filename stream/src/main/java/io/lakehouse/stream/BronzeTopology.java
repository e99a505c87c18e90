package io.lakehouse.stream;

import io.lakehouse.contract.change.MalformedChangeException;
import io.lakehouse.stream.bronze.BronzeRows;
import io.lakehouse.stream.message.DeadLetters;
import io.lakehouse.stream.message.Lane;
import io.lakehouse.stream.message.OutgoingMessage;
import io.lakehouse.stream.raw.RawMessage;
import io.lakehouse.stream.route.RouteFeed;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.table.data.RowData;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.apache.iceberg.DistributionMode;
import org.apache.iceberg.flink.TableLoader;
import org.apache.iceberg.flink.sink.IcebergSink;
import org.jspecify.annotations.Nullable;

/**
 * The bronze lane: raw messages in, rows of the bronze table and dead letters out.
 *
 * <p>Each completed checkpoint is one commit to the table, so with checkpoints that are exactly once a change stands
 * in it once.
 */
public final class BronzeTopology {
    private static final OutputTag<OutgoingMessage> DEAD_LETTERS = new OutputTag<>("dead-letters") {
        private static final long serialVersionUID = 1L;
    };

    private BronzeTopology() {}

    /**
     * Adds the lane to a job.
     *
     * @param source the raw messages
     * @param routes the tables to read
     * @param hold how long a change that does not fit its route waits for one that it fits
     * @param bronze loads the bronze table, which exists
     * @param deadLetterTopic topic of what cannot be read
     * @param deadLetters takes the dead letters
     */
    public static void attach(
            DataStream<RawMessage> source,
            RouteFeed routes,
            Duration hold,
            TableLoader bronze,
            String deadLetterTopic,
            Sink<OutgoingMessage> deadLetters) {
        var parallelism = source.getParallelism();
        var rows = source.process(new ReadRows(routes, hold, deadLetterTopic))
                .returns(BronzeRows.type())
                .name("read rows")
                .uid("bronze-read")
                .setParallelism(parallelism);
        rows.getSideOutput(DEAD_LETTERS)
                .sinkTo(deadLetters)
                .name("dead letters")
                .uid("bronze-dead-letters")
                .setParallelism(parallelism);
        IcebergSink.forRowData(rows)
                .tableLoader(bronze)
                .writeParallelism(parallelism)
                .distributionMode(DistributionMode.NONE)
                .uidSuffix("bronze")
                .append();
    }

    private static final class ReadRows extends ProcessFunction<RawMessage, RowData> {
        private static final long serialVersionUID = 1L;

        private final RouteFeed feed;
        private final Duration hold;
        private final String deadLetterTopic;
        private transient @Nullable PatientReader reader;
        private transient @Nullable DeadLetters deadLetters;

        ReadRows(RouteFeed feed, Duration hold, String deadLetterTopic) {
            this.feed = feed;
            this.hold = hold;
            this.deadLetterTopic = deadLetterTopic;
        }

        @Override
        public void open(OpenContext context) throws Exception {
            var task = getRuntimeContext().getTaskInfo().getIndexOfThisSubtask();
            reader = new PatientReader(feed.open("bronze-" + task), hold);
            deadLetters = new DeadLetters(deadLetterTopic, Lane.BRONZE);
        }

        @Override
        public void processElement(RawMessage message, Context context, Collector<RowData> out)
                throws InterruptedException {
            if (!message.isFor(Lane.BRONZE.label())) {
                return;
            }
            RowData row;
            try {
                row = BronzeRows.of(reader.read(message), ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now()));
            } catch (MalformedChangeException e) {
                context.output(DEAD_LETTERS, deadLetters.of(message, e.getMessage()));
                return;
            }
            // Outside the try: a failure of the sink is the job's, not the message's.
            out.collect(row);
        }

        @Override
        public void close() {
            if (reader != null) {
                reader.close();
            }
        }
    }
}
