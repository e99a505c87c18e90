package io.lakehouse.lake.lookup;

import java.io.Serial;
import java.io.Serializable;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
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
    /** Keys that are one whole number each, sorted: a hash of objects takes ten times as much, and longer to send. */
    private final long[] whole;
    /** The others. */
    private final HashSet<Object> others;

    /** What a file is passed over by, by how it keeps the columns: sorting many keys once is enough. */
    private final transient Map<List<PrimitiveType>, Optional<FilterPredicate>> filters = new ConcurrentHashMap<>();

    /**
     * Some keys.
     *
     * @param columns names of columns
     * @param keys for each key the values of these columns: longs, decimals, texts, NULL
     */
    public WantedKeys(List<String> columns, Collection<? extends List<? extends @Nullable Object>> keys) {
        this.columns = List.copyOf(columns);
        this.others = new HashSet<>();
        var numbers = new long[keys.size()];
        var count = 0;
        for (var cells : keys) {
            var key = key(cells.stream().map(WantedKeys::canonical).toArray());
            if (key instanceof Long number) {
                numbers[count++] = number;
            } else {
                others.add(key);
            }
        }
        this.whole = Arrays.stream(numbers, 0, count).sorted().distinct().toArray();
    }

    private WantedKeys(List<String> columns, long[] whole, HashSet<Object> others) {
        this.columns = columns;
        this.whole = whole;
        this.others = others;
    }

    /** Made again where it arrives, since what files are passed over by does not travel. */
    @Serial
    private Object readResolve() {
        return new WantedKeys(columns, whole, others);
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
        var key = key(cells);
        return key instanceof Long number ? Arrays.binarySearch(whole, number) >= 0 : others.contains(key);
    }

    /**
     * What a row group or page is passed over by; empty when nothing tells.
     *
     * @param stored how a file keeps each of the columns
     */
    Optional<FilterPredicate> filter(List<PrimitiveType> stored) {
        return filters.computeIfAbsent(stored, types -> IntStream.range(0, types.size())
                .mapToObj(i -> filter(types.get(i), values(i)))
                .flatMap(Optional::stream)
                .reduce(FilterApi::and));
    }

    /** The values of a column; none where NULL is one of them, which no predicate asks for. */
    private List<Object> values(int column) {
        if (others.isEmpty()) {
            return Arrays.stream(whole).<Object>mapToObj(Long::valueOf).toList();
        }
        var values = new HashSet<@Nullable Object>();
        for (var key : whole) {
            values.add(key);
        }
        for (var key : others) {
            values.add(key instanceof List<?> cells ? cells.get(column) : key);
        }
        return values.contains(null) ? List.of() : List.copyOf(values);
    }

    private static Optional<FilterPredicate> filter(PrimitiveType stored, List<Object> values) {
        var name = stored.getName();
        // Parquet would take it for the path of a nested column.
        if (values.isEmpty() || name.indexOf('.') >= 0 || values.get(0) instanceof BigDecimal) {
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
