package io.lakehouse.lake.lookup;

import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Rows of wanted keys that are found in a part of a file, one after the other. */
public interface FoundRows extends Closeable {
    /** Goes to the next row; {@code false} when there is none. */
    boolean next() throws IOException;

    /** The place of the current row in its file. */
    long position();

    /** The values of the current row, of all columns of the table, as Spark has them within. */
    @Nullable
    Object[] row();
}
