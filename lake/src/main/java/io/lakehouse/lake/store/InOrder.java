package io.lakehouse.lake.store;

import java.util.Comparator;
import java.util.List;
import org.apache.iceberg.NullOrder;
import org.apache.iceberg.SortDirection;
import org.apache.iceberg.SortOrderComparators;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.InternalRecordWrapper;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.types.Comparators;
import org.jspecify.annotations.Nullable;

/** Rows in their table's order. Most are told apart by its first column, which is kept beside the row for that. */
record InOrder(@Nullable Object first, Record row) {

    /** The order of a table that has one. */
    static Comparator<Record> of(Table table) {
        var struct = table.schema().asStruct();
        var left = new InternalRecordWrapper(struct);
        var right = new InternalRecordWrapper(struct);
        var order = SortOrderComparators.forSchema(table.schema(), table.sortOrder());
        return (one, other) -> order.compare(left.wrap(one), right.wrap(other));
    }

    /** The rows, sorted. */
    static List<Record> of(Table table, List<Record> rows) {
        var order = table.sortOrder();
        if (order.isUnsorted()) {
            return rows;
        }
        var byAll = Comparator.comparing(InOrder::row, of(table));
        var head = order.fields().get(0);
        if (!head.transform().isIdentity()
                || head.direction() != SortDirection.ASC
                || head.nullOrder() != NullOrder.NULLS_FIRST) {
            return sorted(rows.stream().map(row -> new InOrder(null, row)).toList(), byAll);
        }
        var struct = table.schema().asStruct();
        var wrapper = new InternalRecordWrapper(struct);
        var column = table.schema().findField(head.sourceId());
        var place = struct.fields().indexOf(column);
        Comparator<Object> values = Comparators.forType(column.type().asPrimitiveType());
        var nullable = Comparator.nullsFirst(values);
        // Whole numbers, which most keys are, need none of the detours.
        Comparator<InOrder> byFirst =
                (one, other) -> one.first instanceof Long left && other.first instanceof Long right
                        ? Long.compare(left, right)
                        : nullable.compare(one.first, other.first);
        return sorted(
                rows.stream()
                        .map(row -> new InOrder(wrapper.wrap(row).get(place, Object.class), row))
                        .toList(),
                byFirst.thenComparing(byAll));
    }

    private static List<Record> sorted(List<InOrder> rows, Comparator<InOrder> order) {
        return rows.stream().sorted(order).map(InOrder::row).toList();
    }
}
