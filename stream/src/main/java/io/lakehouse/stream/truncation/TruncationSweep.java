package io.lakehouse.stream.truncation;

import io.lakehouse.stream.message.DeletedRow;
import io.lakehouse.stream.message.OutgoingMessage;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/**
 * Turns a truncation into one deleted row per row that lived before it. It remembers the key of every live row and the
 * last truncation of every table, so it does not matter what is read first: a change that comes after the truncation,
 * but stands before it in the order, is deleted too.
 *
 * <p>A row that is deleted although a later change of it is under way costs a message and no more: the current table
 * keeps the row of the highest order key.
 */
public final class TruncationSweep extends KeyedProcessFunction<String, Mark, OutgoingMessage> {
    private static final long serialVersionUID = 1L;

    private transient @Nullable MapState<String, LiveRow> live;
    private transient @Nullable ValueState<Mark> truncation;

    /**
     * A row that is there, by its key text.
     *
     * @param orderKey the order key of its newest change
     * @param keyFields its key's columns as fields of a message
     */
    public record LiveRow(String orderKey, String keyFields) {}

    @Override
    public void open(OpenContext context) {
        live = getRuntimeContext()
                .getMapState(new MapStateDescriptor<>("live", Types.STRING, TypeInformation.of(LiveRow.class)));
        truncation =
                getRuntimeContext().getState(new ValueStateDescriptor<>("truncation", TypeInformation.of(Mark.class)));
    }

    @Override
    public void processElement(Mark mark, Context context, Collector<OutgoingMessage> out) throws Exception {
        if (mark.isTruncation()) {
            truncate(mark, out);
        } else {
            remember(mark, out);
        }
    }

    private void truncate(Mark mark, Collector<OutgoingMessage> out) throws Exception {
        var last = truncation.value();
        if (last != null && !last.isBefore(mark.orderKey())) {
            return;
        }
        truncation.update(mark);
        var rows = live.iterator();
        while (rows.hasNext()) {
            var row = rows.next();
            if (row.getValue().orderKey().compareTo(mark.orderKey()) < 0) {
                out.collect(deleted(row.getKey(), row.getValue().keyFields(), mark));
                rows.remove();
            }
        }
    }

    private void remember(Mark mark, Collector<OutgoingMessage> out) throws Exception {
        var last = truncation.value();
        if (last != null && mark.isBefore(last.orderKey())) {
            if (mark.live()) {
                out.collect(deleted(mark.keyText(), mark.keyFields(), last));
            }
            return;
        }
        var known = live.get(mark.keyText());
        if (known != null && mark.isBefore(known.orderKey())) {
            return;
        }
        if (mark.live()) {
            live.put(mark.keyText(), new LiveRow(mark.orderKey(), mark.keyFields()));
        } else if (known != null) {
            live.remove(mark.keyText());
        }
    }

    private static OutgoingMessage deleted(String keyText, String keyFields, Mark truncation) {
        return DeletedRow.byTruncation(
                truncation.currentTopic(),
                truncation.table(),
                keyText,
                keyFields,
                truncation.orderKey(),
                truncation.eventMicros());
    }
}
