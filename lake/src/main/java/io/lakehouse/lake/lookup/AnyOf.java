package io.lakehouse.lake.lookup;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import org.apache.iceberg.shaded.org.apache.parquet.filter2.predicate.Statistics;
import org.apache.iceberg.shaded.org.apache.parquet.filter2.predicate.UserDefinedPredicate;

/** Passes over what can hold none of some values, by the least and the greatest value in it; no value is NULL. */
final class AnyOf<T extends Comparable<T>> extends UserDefinedPredicate<T> implements Serializable {
    private static final long serialVersionUID = 1L;
    private final ArrayList<T> sorted;
    private final Comparator<T> order;

    /**
     * Some values.
     *
     * @param order of the column, which need not be that of Java
     */
    AnyOf(Collection<T> values, Comparator<T> order) {
        this.sorted = new ArrayList<>(values);
        this.order = order;
        sorted.sort(order);
    }

    @Override
    public boolean acceptsNullValue() {
        return false;
    }

    @Override
    public boolean keep(T value) {
        return Collections.binarySearch(sorted, value, order) >= 0;
    }

    @Override
    public boolean canDrop(Statistics<T> statistics) {
        var found = Collections.binarySearch(sorted, statistics.getMin(), order);
        var next = found >= 0 ? found : -found - 1;
        return next == sorted.size() || order.compare(sorted.get(next), statistics.getMax()) > 0;
    }

    @Override
    public boolean inverseCanDrop(Statistics<T> statistics) {
        return false;
    }
}
