package io.lakehouse.lake.silver;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;
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
        var sorted = new TreeSet<>(order(column));
        sorted.addAll(values);
        if (sorted.isEmpty()) {
            return Expressions.alwaysFalse();
        }
        if (sorted.size() <= MOST) {
            return Expressions.in(column.name(), sorted.toArray());
        }
        var list = new ArrayList<>(sorted);
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
        var ends = new ArrayList<>(IntStream.range(0, size - 1)
                .boxed()
                .sorted(Comparator.comparing((Integer i) -> gap(sorted, i)).reversed())
                .limit(MOST - 1)
                .sorted()
                .toList());
        ends.add(size - 1);
        return ends;
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
