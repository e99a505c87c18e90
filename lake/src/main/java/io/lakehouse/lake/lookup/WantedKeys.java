package io.lakehouse.lake.lookup;

import java.io.Serializable;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.apache.iceberg.shaded.org.apache.parquet.filter2.predicate.FilterApi;
import org.apache.iceberg.shaded.org.apache.parquet.filter2.predicate.FilterPredicate;
import org.apache.iceberg.shaded.org.apache.parquet.filter2.predicate.Operators;
import org.apache.iceberg.shaded.org.apache.parquet.io.api.Binary;
import org.apache.iceberg.shaded.org.apache.parquet.schema.PrimitiveType;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/**
 * Keys that are looked for, by the values of some columns. Whole numbers, dates (as days) and moments (as microseconds)
 * are longs; NULL is a value like others.
 */
public final class WantedKeys implements Serializable {
    private static final long serialVersionUID = 1L;
    private final List<String> columns;
    private final HashSet<Object> keys;

    /** Their values by column: what is asked of a page or row group; empty for a column that is NULL in one of them. */
    private final List<List<Object>> values;

    /**
     * Some keys.
     *
     * @param columns names of columns
     * @param keys for each key the values of these columns: longs, decimals, texts, NULL
     */
    public WantedKeys(List<String> columns, Collection<? extends List<? extends @Nullable Object>> keys) {
        this.columns = List.copyOf(columns);
        this.keys = new HashSet<>(2 * keys.size());
        for (var key : keys) {
            var cells = key.stream().map(WantedKeys::canonical).toArray();
            this.keys.add(key(cells));
        }
        this.values = IntStream.range(0, columns.size())
                .mapToObj(i -> keys.stream().anyMatch(key -> key.get(i) == null)
                        ? List.<Object>of()
                        : keys.stream()
                                .map(key -> canonical(key.get(i)))
                                .map(Objects::requireNonNull)
                                .distinct()
                                .toList())
                .toList();
    }

    /** Names of the columns. */
    public List<String> columns() {
        return columns;
    }

    /** Whether the key with these values, as Spark has them within, is one of them; the values may be changed. */
    public boolean contains(@Nullable Object[] cells) {
        for (var i = 0; i < cells.length; i++) {
            cells[i] = canonical(cells[i]);
        }
        return keys.contains(key(cells));
    }

    /**
     * What a row group or page is passed over by; empty when nothing tells.
     *
     * @param stored how a file keeps each of the columns
     */
    Optional<FilterPredicate> filter(List<PrimitiveType> stored) {
        return IntStream.range(0, stored.size())
                .filter(i -> !values.get(i).isEmpty())
                .mapToObj(i -> filter(stored.get(i), values.get(i)))
                .flatMap(Optional::stream)
                .reduce(FilterApi::and);
    }

    private static Optional<FilterPredicate> filter(PrimitiveType stored, List<Object> values) {
        var name = stored.getName();
        // Parquet would take it for the path of a nested column.
        if (name.indexOf('.') >= 0 || values.get(0) instanceof BigDecimal) {
            return Optional.empty();
        }
        return switch (stored.getPrimitiveTypeName()) {
            case INT32 ->
                Optional.of(any(
                        FilterApi.intColumn(name),
                        stored,
                        values.stream()
                                .filter(value -> (Long) value == ((Long) value).intValue())
                                .toList(),
                        value -> ((Long) value).intValue()));
            case INT64 -> Optional.of(any(FilterApi.longColumn(name), stored, values, value -> (Long) value));
            case BINARY ->
                Optional.of(any(
                        FilterApi.binaryColumn(name),
                        stored,
                        values,
                        value -> Binary.fromConstantByteArray(((UTF8String) value).getBytes())));
            default -> Optional.empty();
        };
    }

    private static <T extends Comparable<T>> FilterPredicate any(
            Operators.Column<T> column, PrimitiveType stored, List<Object> values, Function<Object, T> make) {
        return FilterApi.userDefined(
                column, new AnyOf<>(values.stream().map(make).toList(), stored.<T>comparator()));
    }

    private static Object key(@Nullable Object[] cells) {
        return cells.length == 1 && cells[0] != null ? cells[0] : Arrays.asList(cells);
    }

    private static @Nullable Object canonical(@Nullable Object value) {
        if (value instanceof Integer number) {
            return number.longValue();
        }
        if (value instanceof Decimal number) {
            return number.toJavaBigDecimal().stripTrailingZeros();
        }
        if (value instanceof BigDecimal number) {
            return number.stripTrailingZeros();
        }
        return value instanceof String text ? UTF8String.fromString(text) : value;
    }
}
