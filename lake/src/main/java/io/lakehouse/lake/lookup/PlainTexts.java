package io.lakehouse.lake.lookup;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.iceberg.shaded.org.apache.parquet.bytes.ByteBufferInputStream;
import org.apache.iceberg.shaded.org.apache.parquet.column.values.ValuesReader;
import org.apache.iceberg.shaded.org.apache.parquet.io.api.Binary;

/** Values of no fixed length, each behind its length: Parquet's own reader takes each length byte by byte from a stream. */
final class PlainTexts extends ValuesReader {
    private ByteBuffer values = ByteBuffer.allocate(0);

    @Override
    public void initFromPage(int count, ByteBufferInputStream page) throws IOException {
        values = page.slice(page.available()).order(ByteOrder.LITTLE_ENDIAN);
    }

    @Override
    public Binary readBytes() {
        var bytes = new byte[values.getInt()];
        values.get(bytes);
        return Binary.fromConstantByteArray(bytes);
    }

    @Override
    public void skip() {
        skip(1);
    }

    @Override
    public void skip(int count) {
        var at = values.position();
        for (var i = 0; i < count; i++) {
            at += Integer.BYTES + values.getInt(at);
        }
        values.position(at);
    }
}
