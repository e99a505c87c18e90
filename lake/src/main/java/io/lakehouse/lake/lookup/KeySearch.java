package io.lakehouse.lake.lookup;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.LongPredicate;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.apache.iceberg.Schema;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.shaded.org.apache.parquet.ParquetReadOptions;
import org.apache.iceberg.shaded.org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.iceberg.shaded.org.apache.parquet.filter2.compat.FilterCompat;
import org.apache.iceberg.shaded.org.apache.parquet.filter2.predicate.FilterPredicate;
import org.apache.iceberg.shaded.org.apache.parquet.filter2.statisticslevel.StatisticsFilter;
import org.apache.iceberg.shaded.org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.iceberg.shaded.org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.iceberg.shaded.org.apache.parquet.hadoop.metadata.ColumnPath;
import org.apache.iceberg.shaded.org.apache.parquet.internal.filter2.columnindex.ColumnIndexFilter;
import org.apache.iceberg.shaded.org.apache.parquet.internal.filter2.columnindex.RowRanges;
import org.apache.iceberg.shaded.org.apache.parquet.schema.Type;
import org.jspecify.annotations.Nullable;

/**
 * Looks for keys in a part of a Parquet file. Of each row group that may hold one, by its statistics, the key's columns
 * are read first, less the pages that hold none; then all columns of the rows that were found, less the pages without any.
 */
public final class KeySearch implements FoundRows {
    private final ParquetFileReader file;
    private final List<Cell> cells;
    private final int[] key;
    private final WantedKeys wanted;
    private final LongPredicate deleted;
    private final List<StoredColumn> all;
    private final Optional<FilterPredicate> filter;
    private int group = -1;
    private @Nullable GroupRows rows;

    /**
     * Where a column of the table comes from: a column that is read, by its place among these, or else a value.
     *
     * @param column the place, or -1
     * @param value Spark's inner value
     */
    private record Cell(int column, @Nullable Object value) {}

    private KeySearch(
            ParquetFileReader file,
            List<Cell> cells,
            List<StoredColumn> all,
            int[] key,
            WantedKeys wanted,
            LongPredicate deleted) {
        this.file = file;
        this.cells = cells;
        this.all = all;
        this.key = key;
        this.wanted = wanted;
        this.deleted = deleted;
        this.filter = wanted.filter(
                Arrays.stream(key).mapToObj(i -> all.get(i).type()).toList());
    }

    /**
     * A search, which the caller closes.
     *
     * @param start first byte of the part of the file; its row groups are those with their middle in it
     * @param length bytes of the part
     * @param table the columns of a row
     * @param constants columns, by their identifiers, of which the file's partition tells the value, as Spark has it within
     * @param deleted whether the row at a place of the file does not count
     * @return empty when the file is kept in a way that is not known here, and has to be read by Iceberg's reader
     */
    public static Optional<KeySearch> in(
            InputFile input,
            long start,
            long length,
            Schema table,
            Map<Integer, ?> constants,
            WantedKeys wanted,
            LongPredicate deleted)
            throws IOException {
        var file = ParquetFileReader.open(
                new ParquetInput(input),
                ParquetReadOptions.builder(new PlainParquetConfiguration())
                        .withRange(start, start + length)
                        .build());
        var search = in(file, table, constants, wanted, deleted);
        if (search.isEmpty()) {
            file.close();
        }
        return search;
    }

    private static Optional<KeySearch> in(
            ParquetFileReader file, Schema table, Map<Integer, ?> constants, WantedKeys wanted, LongPredicate deleted) {
        var stored = new HashMap<Integer, Type>();
        for (var type : file.getFileMetaData().getSchema().getFields()) {
            if (type.getId() == null) {
                return Optional.empty();
            }
            stored.put(type.getId().intValue(), type);
        }
        var columns = new ArrayList<StoredColumn>();
        var places = new HashMap<Integer, Integer>();
        var cells = new ArrayList<Cell>();
        for (var field : table.columns()) {
            var type = stored.get(field.fieldId());
            if (constants.containsKey(field.fieldId())) {
                cells.add(new Cell(-1, constants.get(field.fieldId())));
            } else if (type == null && field.initialDefault() == null && field.isOptional()) {
                cells.add(new Cell(-1, null));
            } else {
                var column = type == null || !type.isPrimitive() || type.getRepetition() == Type.Repetition.REPEATED
                        ? Optional.<StoredColumn>empty()
                        : StoredColumn.of(field.type(), type.asPrimitiveType());
                if (column.isEmpty()) {
                    return Optional.empty();
                }
                places.put(field.fieldId(), columns.size());
                cells.add(new Cell(columns.size(), null));
                columns.add(column.get());
            }
        }
        var key = wanted.columns().stream()
                .mapToInt(name ->
                        places.getOrDefault(table.caseInsensitiveFindField(name).fieldId(), -1))
                .toArray();
        var isIndexed = file.getRowGroups().stream()
                .flatMap(group -> group.getColumns().stream())
                .allMatch(chunk -> chunk.getOffsetIndexReference() != null);
        return isIndexed && Arrays.stream(key).allMatch(place -> place >= 0)
                ? Optional.of(new KeySearch(file, cells, columns, key, wanted, deleted))
                : Optional.empty();
    }

    @Override
    public boolean next() throws IOException {
        while (rows == null || !rows.next()) {
            closeRows();
            if (group == file.getRowGroups().size() - 1) {
                return false;
            }
            group++;
            var places = places();
            if (places.length > 0) {
                rows = rows(all, new Places(places).ranges());
            }
        }
        return true;
    }

    @Override
    public long position() {
        return group().getRowIndexOffset() + current().place();
    }

    @Override
    public @Nullable Object[] row() {
        var read = current().values();
        var row = new @Nullable Object[cells.size()];
        for (var i = 0; i < row.length; i++) {
            var cell = cells.get(i);
            row[i] = cell.column() < 0 ? cell.value() : read[cell.column()];
        }
        return row;
    }

    @Override
    public void close() throws IOException {
        closeRows();
        file.close();
    }

    private BlockMetaData group() {
        return file.getRowGroups().get(group);
    }

    private GroupRows current() {
        return Objects.requireNonNull(rows, "there is no row");
    }

    private void closeRows() {
        if (rows != null) {
            rows.close();
            rows = null;
        }
    }

    /** Where wanted rows are in the row group, by the columns of the key. */
    private long[] places() throws IOException {
        var pages = pages();
        if (pages.rowCount() == 0) {
            return new long[0];
        }
        var places = LongStream.builder();
        try (var candidates = rows(Arrays.stream(key).mapToObj(all::get).toList(), pages)) {
            while (candidates.next()) {
                if (wanted.contains(candidates.values())
                        && !deleted.test(group().getRowIndexOffset() + candidates.place())) {
                    places.add(candidates.place());
                }
            }
        }
        return places.build().toArray();
    }

    /** The rows of those pages of the key's first column that may hold a key. */
    private RowRanges pages() {
        var rows = group().getRowCount();
        if (filter.isPresent() && StatisticsFilter.canDrop(filter.get(), group().getColumns())) {
            return RowRanges.EMPTY;
        }
        // Parquet reads the indexes of those columns that are asked for when they are first needed, and keeps them.
        file.setRequestedSchema(GroupRows.schema(all));
        var indexes = file.getColumnIndexStore(group);
        return filter.map(predicate -> ColumnIndexFilter.calculateRowRanges(
                        FilterCompat.get(predicate),
                        indexes,
                        all.stream()
                                .map(column -> ColumnPath.get(column.type().getName()))
                                .collect(Collectors.toSet()),
                        rows))
                .orElseGet(() -> RowRanges.createSingle(rows));
    }

    private GroupRows rows(List<StoredColumn> columns, RowRanges ranges) throws IOException {
        file.setRequestedSchema(GroupRows.schema(columns));
        return new GroupRows(file.readFilteredRowGroup(group, ranges), columns, ranges.iterator());
    }
}
