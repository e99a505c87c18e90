package io.lakehouse.platform.engine;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
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

    /**
     * All rows of a JDBC result, each value as its driver's text.
     *
     * @throws SQLException when the rest of the result cannot be read
     */
    public static Answer of(ResultSet result) throws SQLException {
        var metadata = result.getMetaData();
        var columns = new ArrayList<String>();
        for (var column = 1; column <= metadata.getColumnCount(); column++) {
            columns.add(metadata.getColumnLabel(column));
        }
        var rows = new ArrayList<List<@Nullable String>>();
        while (result.next()) {
            var row = new ArrayList<@Nullable String>();
            for (var column = 1; column <= columns.size(); column++) {
                row.add(result.getString(column));
            }
            rows.add(row);
        }
        return rows(columns, rows);
    }

    /** Rows that were written. */
    public static Answer updated(long rows) {
        return new Answer(List.of(), List.of(), rows);
    }
}
