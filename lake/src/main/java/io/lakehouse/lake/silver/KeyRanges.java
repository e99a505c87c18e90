package io.lakehouse.lake.silver;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.types.Comparators;

/** What Iceberg passes over files and row groups by: values of one key column, as a bounded list or as ranges. */
final class KeyRanges {
    /** Iceberg compares a file's bounds with a list of values only up to this many. */
    private static final int MOST = 200;

    private KeyRanges() {}

    /** An expression that is true for each of these values; for more than a few, also for some between them. */
    static Expression of(KeyColumn column, List<Object> values) {
        var list = distinct(values, order(column));
        if (list.isEmpty()) {
            return Expressions.alwaysFalse();
        }
        if (list.size() <= MOST) {
            return Expressions.in(column.name(), list.toArray());
        }
        var expression = (Expression) Expressions.alwaysFalse();
        var from = 0;
        for (var last : ends(list)) {
            expression = Expressions.or(expression, between(column, list.get(from), list.get(last)));
            from = last + 1;
        }
        return expression;
    }

    /** An expression that is true from one value to another, both included. */
    static Expression between(KeyColumn column, Object least, Object most) {
        return Expressions.and(
                Expressions.greaterThanOrEqual(column.name(), least), Expressions.lessThanOrEqual(column.name(), most));
    }

    /** Where ranges end: behind the widest gaps of numbers, and after equally many of other values. */
    private static List<Integer> ends(List<Object> sorted) {
        var size = sorted.size();
        if (!(sorted.get(0) instanceof Long)) {
            return IntStream.rangeClosed(1, MOST)
                    .map(part -> (int) ((long) size * part / MOST) - 1)
                    .boxed()
                    .toList();
        }
        Comparator<Integer> byGap = Comparator.comparing(i -> gap(sorted, i));
        var widest = new PriorityQueue<>(MOST, byGap);
        for (var i = 0; i < size - 1; i++) {
            if (widest.size() < MOST - 1) {
                widest.add(i);
            } else if (byGap.compare(i, widest.peek()) > 0) {
                widest.poll();
                widest.add(i);
            }
        }
        return Stream.concat(widest.stream().sorted(), Stream.of(size - 1)).toList();
    }

    private static List<Object> distinct(List<Object> values, Comparator<Object> order) {
        if (values.stream().allMatch(Long.class::isInstance)) {
            return values.stream()
                    .mapToLong(Long.class::cast)
                    .sorted()
                    .distinct()
                    .<Object>mapToObj(Long::valueOf)
                    .toList();
        }
        var distinct = new ArrayList<>();
        for (var value : values.stream().sorted(order).toList()) {
            if (distinct.isEmpty() || order.compare(distinct.get(distinct.size() - 1), value) != 0) {
                distinct.add(value);
            }
        }
        return distinct;
    }

    /** Unsigned, so that it cannot overflow: halved, which keeps the order that matters. */
    private static long gap(List<Object> sorted, int index) {
        return ((Long) sorted.get(index + 1) >> 1) - ((Long) sorted.get(index) >> 1);
    }

    @SuppressWarnings("unchecked")
    private static Comparator<Object> order(KeyColumn column) {
        return column.kind() == KeyColumn.Kind.TEXT
                ? (left, right) -> Comparators.charSequences().compare((CharSequence) left, (CharSequence) right)
                : (left, right) -> ((Comparable<Object>) left).compareTo(right);
    }
}
