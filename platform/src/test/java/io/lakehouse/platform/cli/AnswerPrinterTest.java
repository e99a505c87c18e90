package io.lakehouse.platform.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakehouse.platform.engine.Answer;
import io.lakehouse.platform.engine.rest.JsonRest;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AnswerPrinterTest {
    private static final Answer ODD = Answer.rows(
            List.of("id", "note"),
            List.of(
                    row("1", null),
                    row("2", ""),
                    row("3", "a,b"),
                    row("4", "say \"hi\""),
                    row("5", "two\nlines"),
                    row("123456789.10", "NULL")));

    @Test
    void aTableTellsNullFromTheEmptyTextAndKeepsARowOnItsLine() throws IOException {
        assertThat(printed(AnswerPrinter.TABLE, ODD))
                .isEqualTo(
                        """
                        id           | note
                        -------------+-----------
                        1            | NULL
                        2            |
                        3            | a,b
                        4            | say "hi"
                        5            | two\\nlines
                        123456789.10 | NULL
                        (6 rows)
                        """);
    }

    @Test
    void oneValueAloneKeepsItsLines() throws IOException {
        var plan = Answer.rows(List.of("Query Plan"), List.of(row("Output\n  Scan[orders]\n\n")));

        assertThat(printed(AnswerPrinter.TABLE, plan))
                .isEqualTo(
                        """
                        Query Plan
                        ----------
                        Output
                          Scan[orders]
                        (1 row)
                        """);
    }

    @Test
    void csvQuotesWhatItMustAndTheEmptyTextSoThatNullIsNothing() throws IOException {
        assertThat(printed(AnswerPrinter.CSV, ODD))
                .isEqualTo(
                        """
                        id,note
                        1,
                        2,""
                        3,"a,b"
                        4,"say ""hi""\"
                        5,"two
                        lines"
                        123456789.10,NULL
                        """);
    }

    @Test
    void jsonKeepsEveryDigitAndTellsNullFromTheTextNull() throws IOException {
        var rows = JsonRest.JSON.readTree(printed(AnswerPrinter.JSON, ODD));

        assertThat(rows).hasSize(6);
        assertThat(rows.get(0).get("note").isNull()).isTrue();
        assertThat(rows.get(1).get("note").textValue()).isEmpty();
        assertThat(rows.get(3).get("note").textValue()).isEqualTo("say \"hi\"");
        assertThat(rows.get(4).get("note").textValue()).isEqualTo("two\nlines");
        assertThat(rows.get(5).toString()).isEqualTo("{\"id\":\"123456789.10\",\"note\":\"NULL\"}");
    }

    @Test
    void jsonLosesNoColumnOfTwoWithOneName() throws IOException {
        var joined = Answer.rows(List.of("id", "id", "id_2"), List.of(row("1", "2", "3")));

        var rows = JsonRest.JSON.readTree(printed(AnswerPrinter.JSON, joined));

        assertThat(rows.get(0).toString()).isEqualTo("{\"id\":\"1\",\"id_3\":\"2\",\"id_2\":\"3\"}");
    }

    @Test
    void anAnswerWithoutRowsStillNamesItsColumns() throws IOException {
        var empty = Answer.rows(List.of("id", "note"), List.of());

        assertThat(printed(AnswerPrinter.TABLE, empty)).isEqualTo("id | note\n---+-----\n(0 rows)\n");
        assertThat(printed(AnswerPrinter.CSV, empty)).isEqualTo("id,note\n");
        assertThat(JsonRest.JSON.readTree(printed(AnswerPrinter.JSON, empty))).isEmpty();
    }

    @Test
    void oneRowIsNotManyRows() throws IOException {
        var one = Answer.rows(List.of("id"), List.of(row("1")));

        assertThat(printed(AnswerPrinter.TABLE, one)).endsWith("(1 row)\n");
    }

    private static String printed(AnswerPrinter printer, Answer answer) throws IOException {
        var text = new StringWriter();
        var out = new PrintWriter(text);
        printer.print(answer, out);
        out.flush();
        return text.toString().replace(System.lineSeparator(), "\n");
    }

    private static List<@Nullable String> row(@Nullable String... values) {
        return Arrays.asList(values);
    }
}
