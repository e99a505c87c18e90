package io.lakehouse.lake.lookup;

import java.util.stream.IntStream;
import org.apache.iceberg.shaded.org.apache.parquet.internal.column.columnindex.OffsetIndex;
import org.apache.iceberg.shaded.org.apache.parquet.internal.filter2.columnindex.RowRanges;

/**
 * Rows of a row group as Parquet lets itself be asked for rows: by an index of pages, each of one row here.
 *
 * @param rows places within the row group, in order
 */
record Places(long[] rows) implements OffsetIndex {

    /** Their ranges. */
    RowRanges ranges() {
        return RowRanges.create(Long.MAX_VALUE, IntStream.range(0, rows.length).iterator(), this);
    }

    @Override
    public int getPageCount() {
        return rows.length;
    }

    @Override
    public long getFirstRowIndex(int page) {
        return rows[page];
    }

    @Override
    public long getLastRowIndex(int page, long rowsOfGroup) {
        return rows[page];
    }

    @Override
    public long getOffset(int page) {
        throw new UnsupportedOperationException("rows are in no file");
    }

    @Override
    public int getCompressedPageSize(int page) {
        throw new UnsupportedOperationException("rows are in no file");
    }
}
