package io.lakehouse.platform.source.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakehouse.platform.source.simulation.Condition.Comparison;
import io.lakehouse.platform.source.simulation.Condition.Length;
import io.lakehouse.platform.source.simulation.Condition.NotNull;
import io.lakehouse.platform.source.simulation.Condition.OneOf;
import io.lakehouse.platform.source.simulation.Condition.Unknown;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Expressions are those that PostgreSQL 18 printed for such checks. */
class CheckConditionsTest {
    @Test
    void comparisonsAndBetweenAreUnderstood() {
        assertThat(CheckConditions.of("((age >= 18) AND (age <= 120))"))
                .containsExactly(new Comparison("age", ">=", "18"), new Comparison("age", "<=", "120"));
        assertThat(CheckConditions.of("(price > (0)::numeric)")).containsExactly(new Comparison("price", ">", "0"));
        assertThat(CheckConditions.of("((- 5) < n)")).containsExactly(new Comparison("n", ">", "-5"));
        assertThat(CheckConditions.of("((n >= '-5'::integer) AND (day < '2026-01-01'::date))"))
                .containsExactly(new Comparison("n", ">=", "-5"), new Comparison("day", "<", "2026-01-01"));
    }

    @Test
    void listsOfValuesAreUnderstood() {
        assertThat(CheckConditions.of("((status)::text = ANY ((ARRAY['new'::character varying,"
                        + " 'it''s over'::character varying])::text[]))"))
                .containsExactly(new OneOf("status", List.of("new", "it's over"), false));
        assertThat(CheckConditions.of("(n <> ALL (ARRAY[1, 2]))"))
                .containsExactly(new OneOf("n", List.of("1", "2"), true));
        assertThat(CheckConditions.of("((kind = 'a'::text) OR (kind = 'b'::text))"))
                .containsExactly(new OneOf("kind", List.of("a", "b"), false));
        assertThat(CheckConditions.of("(NOT closed)")).containsExactly(new OneOf("closed", List.of("true"), true));
    }

    @Test
    void lengthsAndNamesThatAreQuotedAreUnderstood() {
        assertThat(CheckConditions.of("(char_length((\"The \"\"Name\"\"\")::text) <= 10)"))
                .containsExactly(new Length("The \"Name\"", "<=", 10));
        assertThat(CheckConditions.of("((\"été\" IS NOT NULL) AND (length(\"été\") > 3))"))
                .containsExactly(new NotNull("été"), new Length("été", ">", 3));
    }

    @Test
    void whatIsUnderstoodBesideWhatIsNotCounts() {
        assertThat(CheckConditions.of("((code ~ '^[A-Z]+$'::text) AND (n > 5))"))
                .containsExactly(new Unknown(), new Comparison("n", ">", "5"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "((\"left\" IS NULL) OR (\"left\" >= joined))",
                "((a + b) > 10)",
                "((n)::integer > 5)",
                "CASE WHEN (a > 1) THEN (b > 2) ELSE true END",
                "satisfies_hash_partition('16401'::oid, 2, 0, id)",
                "(lower(email) = email)",
                "(a IS DISTINCT FROM b)"
            })
    void anythingElseIsLeftToTheServer(String expression) {
        assertThat(CheckConditions.of(expression)).containsExactly(new Unknown());
    }
}
