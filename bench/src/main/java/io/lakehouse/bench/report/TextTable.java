package io.lakehouse.bench.report;

import java.util.ArrayList;
import java.util.List;

/** A table of texts, its columns as wide as their widest; also a table of Markdown. */
public final class TextTable {
    private final List<List<String>> rows = new ArrayList<>();

    /** A table with these heads. */
    public TextTable(String... heads) {
        rows.add(List.of(heads));
    }

    /**
     * Adds a row.
     *
     * @throws IllegalArgumentException when it has another number of cells than the head
     */
    public TextTable row(String... cells) {
        if (cells.length != rows.get(0).size()) {
            throw new IllegalArgumentException(
                    "a row of " + cells.length + " cells under " + rows.get(0).size() + " heads");
        }
        rows.add(List.of(cells));
        return this;
    }

    /** The table, a line per row. */
    @Override
    public String toString() {
        var text = new StringBuilder();
        for (var index = 0; index < rows.size(); index++) {
            line(text, rows.get(index));
            if (index == 0) {
                line(
                        text,
                        rows.get(0).stream()
                                .map(head -> "-".repeat(width(rows.get(0).indexOf(head))))
                                .toList());
            }
        }
        return text.toString();
    }

    private void line(StringBuilder text, List<String> cells) {
        text.append('|');
        for (var column = 0; column < cells.size(); column++) {
            var cell = cells.get(column);
            text.append(' ')
                    .append(cell)
                    .append(" ".repeat(width(column) - cell.length()))
                    .append(" |");
        }
        text.append('\n');
    }

    private int width(int column) {
        return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
    }
}
