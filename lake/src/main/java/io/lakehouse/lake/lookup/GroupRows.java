package io.lakehouse.lake.lookup;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.PrimitiveIterator;
import org.apache.iceberg.shaded.org.apache.parquet.column.page.PageReadStore;
import org.apache.iceberg.shaded.org.apache.parquet.schema.MessageType;
import org.apache.iceberg.shaded.org.apache.parquet.schema.Type;
import org.jspecify.annotations.Nullable;

/** Some columns of some rows of a row group whose pages were read, one row after the other. */
final class GroupRows implements Closeable {
    private final PageReadStore pages;
    private final ColumnValues[] columns;
    private final @Nullable Object[] values;
    private final PrimitiveIterator.OfLong places;
    private long place;

    /**
     * Rows.
     *
     * @param pages at least those with these rows
     * @param columns those that the pages are of
     * @param places of the rows within the group, in order
     */
    GroupRows(PageReadStore pages, List<StoredColumn> columns, PrimitiveIterator.OfLong places) throws IOException {
        var descriptors = schema(columns).getColumns();
        this.pages = pages;
        this.columns = new ColumnValues[columns.size()];
        for (var i = 0; i < this.columns.length; i++) {
            var descriptor = descriptors.get(i);
            this.columns[i] = new ColumnValues(descriptor, columns.get(i).decoding(), pages.getPageReader(descriptor));
        }
        this.values = new @Nullable Object[columns.size()];
        this.places = places;
    }

    /** The columns as Parquet asks for them. */
    static MessageType schema(List<StoredColumn> columns) {
        return new MessageType(
                "row", columns.stream().<Type>map(StoredColumn::type).toList());
    }

    /** Goes to the next row; {@code false} when there is none. */
    boolean next() {
        if (!places.hasNext()) {
            return false;
        }
        place = places.nextLong();
        for (var i = 0; i < columns.length; i++) {
            values[i] = columns[i].of(place);
        }
        return true;
    }

    /** Place of the current row within its group. */
    long place() {
        return place;
    }

    /** Values of the current row, until the next one; may be changed. */
    @Nullable
    Object[] values() {
        return values;
    }

    @Override
    public void close() {
        pages.close();
    }
}
