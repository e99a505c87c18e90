package io.lakehouse.stream.bronze;

import io.lakehouse.stream.raw.RoutedChange;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.runtime.typeutils.InternalTypeInfo;
import org.apache.iceberg.flink.FlinkSchemaUtil;
import org.jspecify.annotations.Nullable;

/** The rows of the bronze table, in the order of {@link BronzeTable#SCHEMA}. */
public final class BronzeRows {
    private BronzeRows() {}

    /** Flink's type of a row. */
    public static TypeInformation<RowData> type() {
        return InternalTypeInfo.of(FlinkSchemaUtil.convert(BronzeTable.SCHEMA));
    }

    /**
     * The row of a change.
     *
     * @param ingestedMicros when it was read, in microseconds since 1970-01-01T00:00:00Z
     */
    public static RowData of(RoutedChange change, long ingestedMicros) {
        var event = change.event();
        var position = event.position();
        return GenericRowData.of(
                text(event.table().schema()),
                text(event.table().table()),
                text(event.operation().code()),
                text(change.beforeJson()),
                text(change.afterJson()),
                text(event.orderKey().toString()),
                text(event.eventId()),
                event.epoch(),
                event.lsn(),
                text(event.transaction().isEmpty() ? null : event.transaction()),
                timestamp(event.eventMicros()),
                text(position.topic()),
                position.partition(),
                position.offset(),
                timestamp(ingestedMicros));
    }

    private static @Nullable StringData text(@Nullable String text) {
        return StringData.fromString(text);
    }

    private static TimestampData timestamp(long micros) {
        return TimestampData.fromEpochMillis(Math.floorDiv(micros, 1000L), Math.floorMod(micros, 1000) * 1000);
    }
}
