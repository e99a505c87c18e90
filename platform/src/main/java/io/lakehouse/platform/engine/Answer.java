package io.lakehouse.platform.engine;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an engine answered to a statement. Values are texts with every digit that the engine gave; SQL NULL is
 * {@code null}.
 *
 * @param columns names of the columns; empty when the statement returns no rows
 * @param rows the rows, each as long as {@code columns}
 * @param updated rows that the statement wrote, or -1 when it returns rows
 */
public record Answer(List<String> columns, List<List<@Nullable String>> rows, long updated) {
    /** Keeps its own copy of the names. */
    public Answer {
        columns = List.copyOf(columns);
    }

    /** Rows that were read. */
    public static Answer rows(List<String> columns, List<List<@Nullable String>> rows) {
        return new Answer(columns, rows, -1);
    }

    /** Rows that were written. */
    public static Answer updated(long rows) {
        return new Answer(List.of(), List.of(), rows);
    }
}
