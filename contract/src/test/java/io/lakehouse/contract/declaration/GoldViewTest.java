package io.lakehouse.contract.declaration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GoldViewTest {
    @Test
    void blanks_around_the_question_are_no_difference() {
        assertThat(new GoldView("revenue", "  SELECT 1\n")).isEqualTo(new GoldView("revenue", "SELECT 1"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Revenue        | SELECT 1  | lower-case",
                "sales_now      | SELECT 1  | leave _versions and _now out",
                "sales_versions | SELECT 1  | leave _versions and _now out",
                "revenue        | SELECT 1; | without a ; at its end",
                "revenue        | ' '       | expected one SELECT"
            })
    void a_view_that_cannot_be_made_is_refused_with_the_way_out(String name, String sql, String told) {
        assertThatExceptionOfType(InvalidDeclarationException.class)
                .isThrownBy(() -> new GoldView(name, sql))
                .withMessageContaining(told);
    }
}
