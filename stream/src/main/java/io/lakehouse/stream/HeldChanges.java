package io.lakehouse.stream;

import io.lakehouse.stream.message.OutgoingMessage;
import io.lakehouse.stream.raw.RawMessage;
import io.lakehouse.stream.raw.UnfitChangeException;
import io.lakehouse.stream.route.RouteFeed;
import io.lakehouse.stream.truncation.Mark;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the changes that do not fit their table as it is known, beside the chain and in the job's state, until a route
 * comes that they fit, and for a time at most: then they become dead letters. Meanwhile all other changes go on, those
 * of the same table too. That they overtake is no harm, since order is kept by {@code order_key}.
 *
 * <p>It is keyed by raw topic and partition.
 */
final class HeldChanges extends KeyedProcessFunction<String, RawMessage, OutgoingMessage> {
    private static final long serialVersionUID = 1L;
    private static final long LOOK_MILLIS = 100;

    private final RouteFeed feed;
    private final String deadLetterTopic;
    private final Duration limit;
    private final OutputTag<Mark> marks;
    /** The version of the routes with which the changes of a partition were last tried. */
    private transient Map<String, Long> tried;

    private transient @Nullable Projection projection;
    private transient @Nullable MapState<Long, Held> held;

    /**
     * A change that waits.
     *
     * @param until when it becomes a dead letter, in ms since 1970-01-01T00:00:00Z
     */
    public record Held(RawMessage message, long until) {}

    HeldChanges(RouteFeed feed, String deadLetterTopic, Duration limit, OutputTag<Mark> marks) {
        this.feed = feed;
        this.deadLetterTopic = deadLetterTopic;
        this.limit = limit;
        this.marks = marks;
    }

    @Override
    public void open(OpenContext context) throws Exception {
        var task = getRuntimeContext().getTaskInfo();
        projection = new Projection(feed, "held-" + task.getIndexOfThisSubtask(), deadLetterTopic);
        held = getRuntimeContext()
                .getMapState(new MapStateDescriptor<>("held", Types.LONG, TypeInformation.of(Held.class)));
        tried = new HashMap<>();
    }

    @Override
    public void processElement(RawMessage message, Context context, Collector<OutgoingMessage> out) throws Exception {
        try {
            write(projection.of(message), context, out);
        } catch (UnfitChangeException e) {
            var now = context.timerService().currentProcessingTime();
            held.put(message.offset(), new Held(message, now + limit.toMillis()));
            context.timerService().registerProcessingTimeTimer(next(now));
        }
    }

    @Override
    public void onTimer(long time, OnTimerContext context, Collector<OutgoingMessage> out) throws Exception {
        var version = projection.version();
        var isNews = !Long.valueOf(version).equals(tried.put(context.getCurrentKey(), version));
        var rest = false;
        var entries = held.iterator();
        while (entries.hasNext()) {
            var entry = entries.next().getValue();
            if (!isNews && entry.until() > time) {
                // By offset, so by arrival: the rest is younger.
                rest = true;
                break;
            }
            try {
                write(projection.of(entry.message()), context, out);
                entries.remove();
            } catch (UnfitChangeException e) {
                if (entry.until() > time) {
                    rest = true;
                } else {
                    var reason = e.getMessage() + ", and for " + limit.toSeconds() + " s no route said otherwise";
                    write(projection.deadLetter(entry.message(), reason), context, out);
                    entries.remove();
                }
            }
        }
        if (rest) {
            context.timerService().registerProcessingTimeTimer(next(time));
        }
    }

    @Override
    public void close() {
        if (projection != null) {
            projection.close();
        }
    }

    private void write(Projection.Written written, Context context, Collector<OutgoingMessage> out) {
        written.messages().forEach(out::collect);
        written.marks().forEach(mark -> context.output(marks, mark));
    }

    /** One timer for all that arrive within a while. */
    private static long next(long now) {
        return now - now % LOOK_MILLIS + LOOK_MILLIS;
    }
}
