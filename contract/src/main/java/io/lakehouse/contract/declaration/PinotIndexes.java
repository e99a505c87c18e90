package io.lakehouse.contract.declaration;

import java.util.List;

/**
 * The indexes of a Pinot table.
 *
 * @param inverted columns with an inverted index: for equality and IN
 * @param range columns with a range index: for {@code <} and {@code BETWEEN}
 * @param json columns of JSON with a JSON index: for {@code JSON_MATCH}
 * @param bloom columns with a bloom filter: segments are skipped on equality
 * @param sorted the column that committed segments are sorted by; empty for none
 */
public record PinotIndexes(
        List<String> inverted, List<String> range, List<String> json, List<String> bloom, String sorted) {
    /** No index. */
    public static final PinotIndexes NONE = new PinotIndexes(List.of(), List.of(), List.of(), List.of(), "");

    /** Keeps its own copies. */
    public PinotIndexes {
        inverted = List.copyOf(inverted);
        range = List.copyOf(range);
        json = List.copyOf(json);
        bloom = List.copyOf(bloom);
    }
}
