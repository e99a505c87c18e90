package io.lakehouse.platform.source.tpch;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/** Streams rows into a table by COPY, in the generator's own form: values with {@code |} after each. */
final class TableCopy implements AutoCloseable {
    private static final int BUFFER_BYTES = 1 << 16;

    private final ByteArrayOutputStream buffer = new ByteArrayOutputStream(2 * BUFFER_BYTES);
    private final CopyIn copy;
    private long rows;

    TableCopy(Connection connection, LoadedTable table) throws SQLException {
        this.copy = connection
                .unwrap(PGConnection.class)
                .getCopyAPI()
                .copyIn("COPY " + table.quoted() + " (" + table.columns() + ") FROM STDIN (DELIMITER '|')");
    }

    void add(String line) throws SQLException {
        buffer.writeBytes(line.substring(0, line.length() - 1).getBytes(StandardCharsets.UTF_8));
        buffer.write('\n');
        rows++;
        if (buffer.size() >= BUFFER_BYTES) {
            flush();
        }
    }

    /** Rows so far. */
    long rows() {
        return rows;
    }

    /** Ends it; returns the number of rows that the server took. */
    long end() throws SQLException {
        flush();
        return copy.endCopy();
    }

    private void flush() throws SQLException {
        copy.writeToCopy(buffer.toByteArray(), 0, buffer.size());
        buffer.reset();
    }

    /** What was not ended is taken back. */
    @Override
    public void close() throws SQLException {
        if (copy.isActive()) {
            copy.cancelCopy();
        }
    }
}
