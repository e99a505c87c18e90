package io.lakehouse.platform.realtime;

import io.lakehouse.platform.engine.Answer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a query answered.
 *
 * @param columns the columns, in the query's order
 * @param rows the rows; a value is a text with all its digits, or {@code null} for NULL
 */
public record PinotAnswer(List<Column> columns, List<List<@Nullable String>> rows) {
    /** How many rows a query without LIMIT answers at most, as the platform's Pinot is set. */
    public static final int DEFAULT_LIMIT = 10_000;

    /** Keeps its own copies. */
    public PinotAnswer {
        columns = List.copyOf(columns);
        rows = rows.stream()
                .map(row -> Collections.unmodifiableList(new ArrayList<>(row)))
                .toList();
    }

    /** The same without the types, as every engine answers. */
    public Answer answer() {
        return Answer.rows(columns.stream().map(Column::name).toList(), rows);
    }

    /** Whether the answer may lack rows because the query had no LIMIT. */
    public boolean atDefaultLimit() {
        return rows.size() == DEFAULT_LIMIT;
    }

    /**
     * A column of an answer.
     *
     * @param name its name or the expression's text
     * @param type Pinot's type, as {@code LONG} or {@code BIG_DECIMAL}
     */
    public record Column(String name, String type) {}
}
