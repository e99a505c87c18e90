package io.lakehouse.platform.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is asked of what was typed. */
class QueryTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            textBlock =
                    """
            "SELECT 1"         | "SELECT 1"
            "SELECT 1;"        | "SELECT 1"
            "SELECT ';' ; ; "  | "SELECT ';'"
            ";"                | ""
            """)
    void theSemicolonThatEndsAStatementIsNotOfIt(String typed, String asked) {
        assertThat(Query.unended(typed)).isEqualTo(asked);
    }
}
