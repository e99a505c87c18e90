package io.lakehouse.platform.source.simulation;

import java.util.List;

/** One of the conditions that a check joins by AND, as far as a simulation understands it. */
sealed interface Condition {
    /**
     * The value of a column against a constant.
     *
     * @param operator one of {@code <}, {@code <=}, {@code =}, {@code >=}, {@code >}
     */
    record Comparison(String column, String operator, String value) implements Condition {}

    /** The number of a text's characters against a constant. */
    record Length(String column, String operator, int value) implements Condition {}

    /** The value is among these, or not. */
    record OneOf(String column, List<String> values, boolean isNegated) implements Condition {
        public OneOf {
            values = List.copyOf(values);
        }
    }

    /** The column is not NULL. */
    record NotNull(String column) implements Condition {}

    /** Anything else: whether a row satisfies it, only the server tells. */
    record Unknown() implements Condition {}
}
