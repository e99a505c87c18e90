package io.lakehouse.platform.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lakehouse.platform.engine.Answer;
import io.lakehouse.platform.engine.rest.JsonRest;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Shows an answer with every value as the engine gave it. NULL is told from the empty text in every format. */
enum AnswerPrinter {
    /** Columns for people; NULL is written {@code NULL}. One value alone keeps its lines, as that of EXPLAIN. */
    TABLE {
        @Override
        void print(Answer answer, PrintWriter out) {
            if (answer.columns().size() == 1
                    && answer.rows().size() == 1
                    && isOfLines(answer.rows().get(0).get(0))) {
                out.println(answer.columns().get(0));
                out.println("-".repeat(answer.columns().get(0).length()));
                out.println(Objects.requireNonNull(answer.rows().get(0).get(0)).stripTrailing());
                out.println("(1 row)");
                return;
            }
            var widths = new int[answer.columns().size()];
            for (var column = 0; column < widths.length; column++) {
                widths[column] = answer.columns().get(column).length();
                for (var row : answer.rows()) {
                    widths[column] =
                            Math.max(widths[column], shown(row.get(column)).length());
                }
            }
            out.println(line(answer.columns(), widths));
            var rule = new StringBuilder();
            for (var width : widths) {
                rule.append(rule.isEmpty() ? "" : "-+-").append("-".repeat(width));
            }
            out.println(rule);
            answer.rows().forEach(row -> out.println(line(row, widths)));
            out.println(
                    answer.rows().size() == 1 ? "(1 row)" : "(" + answer.rows().size() + " rows)");
        }

        private String line(List<? extends @Nullable String> values, int[] widths) {
            var line = new StringBuilder();
            for (var column = 0; column < widths.length; column++) {
                var value = shown(values.get(column));
                line.append(column == 0 ? "" : " | ").append(value).append(" ".repeat(widths[column] - value.length()));
            }
            return line.toString().stripTrailing();
        }

        private static boolean isOfLines(@Nullable String value) {
            return value != null && value.stripTrailing().indexOf('\n') >= 0;
        }

        private String shown(@Nullable String value) {
            return value == null
                    ? "NULL"
                    : value.replace("\n", "\\n").replace("\r", "\\r").replace("\t", "\\t");
        }
    },
    /** RFC 4180 with a header; NULL is nothing, the empty text is {@code ""}. */
    CSV {
        @Override
        void print(Answer answer, PrintWriter out) {
            out.println(answer.columns().stream().map(AnswerPrinter::field).collect(Collectors.joining(",")));
            for (var row : answer.rows()) {
                out.println(row.stream().map(AnswerPrinter::field).collect(Collectors.joining(",")));
            }
        }
    },
    /**
     * An array of objects; every value is a text or null, so that no digit is lost in a reader's number type. Of columns
     * with one name, as a join returns them, the later ones are numbered.
     */
    JSON {
        @Override
        void print(Answer answer, PrintWriter out) throws IOException {
            var names = distinct(answer.columns());
            var rows = JsonRest.JSON.createArrayNode();
            for (var row : answer.rows()) {
                ObjectNode object = rows.addObject();
                for (var column = 0; column < row.size(); column++) {
                    object.put(names.get(column), row.get(column));
                }
            }
            out.println(JsonRest.JSON.writerWithDefaultPrettyPrinter().writeValueAsString(rows));
        }

        private List<String> distinct(List<String> columns) {
            var names = new ArrayList<String>();
            for (var column : columns) {
                var name = column;
                for (var number = 2; names.contains(name) || !name.equals(column) && columns.contains(name); number++) {
                    name = column + "_" + number;
                }
                names.add(name);
            }
            return names;
        }
    };

    abstract void print(Answer answer, PrintWriter out) throws IOException;

    private static String field(@Nullable String value) {
        if (value == null) {
            return "";
        }
        var plain = !value.isEmpty() && value.chars().noneMatch(c -> c == '"' || c == ',' || c == '\n' || c == '\r');
        return plain ? value : '"' + value.replace("\"", "\"\"") + '"';
    }
}
