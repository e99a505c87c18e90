package io.lakehouse.lake.lookup;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.iceberg.shaded.org.apache.parquet.bytes.ByteBufferInputStream;
import org.apache.iceberg.shaded.org.apache.parquet.bytes.BytesInput;
import org.apache.iceberg.shaded.org.apache.parquet.column.ColumnDescriptor;
import org.apache.iceberg.shaded.org.apache.parquet.column.Dictionary;
import org.apache.iceberg.shaded.org.apache.parquet.column.Encoding;
import org.apache.iceberg.shaded.org.apache.parquet.column.ValuesType;
import org.apache.iceberg.shaded.org.apache.parquet.column.page.DataPage;
import org.apache.iceberg.shaded.org.apache.parquet.column.page.DataPageV1;
import org.apache.iceberg.shaded.org.apache.parquet.column.page.DataPageV2;
import org.apache.iceberg.shaded.org.apache.parquet.column.page.PageReader;
import org.apache.iceberg.shaded.org.apache.parquet.column.values.ValuesReader;
import org.apache.iceberg.shaded.org.apache.parquet.io.ParquetDecodingException;
import org.apache.iceberg.shaded.org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.jspecify.annotations.Nullable;

/**
 * Values of a column that is not nested, of some rows of a row group, in order. What is between them is passed over, where
 * its encoding allows without being decoded.
 */
final class ColumnValues implements DataPage.Visitor<ValuesReader> {
    private final ColumnDescriptor column;
    private final StoredColumn.Decoding decoding;
    private final PageReader pages;
    private final @Nullable Dictionary dictionary;
    private ValuesReader values = new PlainTexts();
    private Presence presence = Presence.ofAll();
    /** The row of the group that comes next, and the first one behind the page. */
    private long row;

    private long end;

    /** Values on some pages of the column, all of them if it is not known which rows these are of. */
    ColumnValues(ColumnDescriptor column, StoredColumn.Decoding decoding, PageReader pages) throws IOException {
        this.column = column;
        this.decoding = decoding;
        this.pages = pages;
        var page = pages.readDictionaryPage();
        this.dictionary = page == null ? null : page.getEncoding().initDictionary(column, page);
    }

    /** The value of a row of the group, which comes after the one that was asked for before. */
    @Nullable
    Object of(long wanted) {
        while (wanted >= end) {
            nextPage();
        }
        values.skip(presence.skip((int) (wanted - row)));
        row = wanted + 1;
        return presence.next() ? decoding.of(values) : null;
    }

    private void nextPage() {
        var page = pages.readPage();
        if (page == null) {
            throw new ParquetDecodingException(column + " ends at row " + end + " of its row group");
        }
        row = page.getFirstRowIndex().orElse(end);
        end = row + page.getValueCount();
        values = page.accept(this);
    }

    @Override
    public ValuesReader visit(DataPageV1 page) {
        try {
            var bytes = whole(page.getBytes()).order(ByteOrder.LITTLE_ENDIAN);
            if (column.getMaxDefinitionLevel() == 0) {
                return of(page, page.getValueEncoding(), bytes);
            }
            if (page.getDlEncoding() != Encoding.RLE) {
                throw new ParquetDecodingException(column + " has levels in " + page.getDlEncoding());
            }
            var length = bytes.getInt();
            presence = new Presence(bytes.slice(Integer.BYTES, length));
            return of(page, page.getValueEncoding(), bytes.position(Integer.BYTES + length));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public ValuesReader visit(DataPageV2 page) {
        try {
            if (column.getMaxDefinitionLevel() > 0) {
                presence = new Presence(whole(page.getDefinitionLevels()));
            }
            return of(page, page.getDataEncoding(), whole(page.getData()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ByteBuffer whole(BytesInput bytes) throws IOException {
        var stream = bytes.toInputStream();
        return stream.slice(stream.available());
    }

    private ValuesReader of(DataPage page, Encoding encoding, ByteBuffer bytes) throws IOException {
        var reader = reader(encoding);
        reader.initFromPage(page.getValueCount(), ByteBufferInputStream.wrap(bytes.slice()));
        return reader;
    }

    private ValuesReader reader(Encoding encoding) {
        if (encoding.usesDictionary()) {
            if (dictionary == null) {
                throw new ParquetDecodingException(column + " lacks its dictionary");
            }
            return encoding.getDictionaryBasedValuesReader(column, ValuesType.VALUES, dictionary);
        }
        return encoding == Encoding.PLAIN
                        && column.getPrimitiveType().getPrimitiveTypeName() == PrimitiveTypeName.BINARY
                ? new PlainTexts()
                : encoding.getValuesReader(column, ValuesType.VALUES);
    }
}
