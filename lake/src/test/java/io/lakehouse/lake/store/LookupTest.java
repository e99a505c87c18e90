package io.lakehouse.lake.store;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakehouse.lake.LakeSession;
import io.lakehouse.lake.lookup.WantedKeys;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.iceberg.Table;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.spark.SparkSchemaUtil;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A lookup finds what Spark's reader of Iceberg finds, whatever the tables, their files and the keys are. */
class LookupTest {
    private static final SparkSession SPARK = LakeSession.start("lake tests");
    private static final List<List<String>> KEYS = List.of(
            List.of("id"),
            List.of("NAME"),
            List.of("price"),
            List.of("weight"),
            List.of("mass"),
            List.of("day"),
            List.of("local"),
            List.of("moment"),
            List.of("number"),
            List.of("id", "name"),
            List.of("day", "number", "mass"));

    @TempDir
    private static Path folder;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void what_a_lookup_finds_is_what_a_scan_finds(long seed) throws IOException {
        var random = new Random(seed);
        var table = RandomTable.in(folder, "random" + seed, random);
        requireSame(table, random, "seed " + seed);

        RandomTable.deleteByName(table, "name 1");
        requireSame(table, random, "seed " + seed + ", with deletes by value, which only Iceberg's reader knows");
    }

    private static void requireSame(Table table, Random random, String which) {
        var scanned = scanned(table);
        for (var key : KEYS) {
            var keys = keys(scanned, key, random);
            var wanted = new HashSet<>(keys);
            assertThat(found(table, new WantedKeys(key, keys)))
                    .as("%s, key %s", which, key)
                    .isEqualTo(scanned.stream()
                            .filter(row -> wanted.contains(values(row.getStruct(3), key)))
                            .map(Row::toString)
                            .sorted()
                            .toList());
        }
    }

    @Test
    void a_file_that_was_cut_is_refused() throws IOException {
        var table = RandomTable.in(folder, "cut", new Random(1));
        for (var task : PlannedScan.of(table, Expressions.alwaysTrue()).tasks()) {
            var file = task.file();
            try (var cut =
                    new RandomAccessFile(Path.of(URI.create(file.location())).toFile(), "rw")) {
                cut.setLength(file.fileSizeInBytes() / 2);
            }
        }

        assertThatThrownBy(() -> found(table, new WantedKeys(List.of("id"), List.of(List.of(1L)))))
                .hasStackTraceContaining("Parquet");
    }

    @Test
    void what_there_is_no_room_for_is_not_given() {
        var table = RandomTable.in(folder, "large", new Random(1));
        var all = IntStream.range(0, 3000).mapToObj(id -> List.of((long) id)).toList();

        assertThat(lookup(table, new WantedKeys(List.of("id"), all), Room.of(20_000)))
                .isEmpty();
    }

    private static List<String> found(Table table, WantedKeys keys) {
        return lookup(table, keys, Room.of(Long.MAX_VALUE)).orElseThrow().stream()
                .map(Row::toString)
                .sorted()
                .toList();
    }

    private static Optional<List<Row>> lookup(Table table, WantedKeys keys, Room room) {
        var schema = new StructType()
                .add("named", DataTypes.StringType)
                .add("file", DataTypes.StringType)
                .add("place", DataTypes.LongType)
                .add("row", SparkSchemaUtil.convert(table.schema()));
        // A row without a day is not meant.
        return Lookup.of(
                SPARK,
                PlannedScan.of(table, Expressions.alwaysTrue()),
                keys,
                schema,
                row -> row.isNullAt(5) ? Optional.empty() : Optional.of(UTF8String.fromString("row")),
                room);
    }

    private static List<Row> scanned(Table table) {
        var columns = table.schema().columns().stream()
                .map(column -> col(column.name()))
                .toArray(Column[]::new);
        try (var scan = PlannedScan.of(table, Expressions.alwaysTrue())) {
            return scan.rows(SPARK, table.name())
                    .filter("day IS NOT NULL")
                    .select(
                            lit("row").as("named"),
                            col("_file"),
                            col("_pos"),
                            struct(columns).as("row"))
                    .collectAsList();
        }
    }

    /** Some of the keys that there are, some that are not, and now and then one that is NULL. */
    private static List<List<@Nullable Object>> keys(List<Row> rows, List<String> key, Random random) {
        var keys = new ArrayList<List<@Nullable Object>>();
        var most = List.of(1, 5, rows.size()).get(random.nextInt(3));
        for (var i = 0; i < most; i++) {
            var one = values(rows.get(random.nextInt(rows.size())).getStruct(3), key);
            if (random.nextInt(4) == 0) {
                var other = values(rows.get(random.nextInt(rows.size())).getStruct(3), key);
                one.set(0, other.get(0));
            }
            if (random.nextInt(20) == 0) {
                one.set(random.nextInt(key.size()), null);
            }
            keys.add(one);
        }
        return keys;
    }

    /** Values of a row's columns as keys have them. */
    private static List<@Nullable Object> values(Row row, List<String> columns) {
        return columns.stream()
                .map(column -> {
                    var value = row.get(Arrays.asList(row.schema().fieldNames()).stream()
                            .map(String::toLowerCase)
                            .toList()
                            .indexOf(column.toLowerCase()));
                    if (value instanceof LocalDate day) {
                        return day.toEpochDay();
                    }
                    if (value instanceof LocalDateTime moment) {
                        return ChronoUnit.MICROS.between(Instant.EPOCH, moment.toInstant(ZoneOffset.UTC));
                    }
                    if (value instanceof Instant moment) {
                        return ChronoUnit.MICROS.between(Instant.EPOCH, moment);
                    }
                    return value instanceof Integer number ? (Object) number.longValue() : value;
                })
                .collect(Collectors.toCollection(ArrayList::new));
    }
}
