package io.lakehouse.contract.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.lakehouse.contract.declaration.Column;
import io.lakehouse.contract.declaration.ColumnType;
import io.lakehouse.contract.declaration.TypeName;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RawKeysTest {
    @Test
    void the_text_is_one_that_people_can_read() {
        var keys = new LinkedHashMap<String, List<Column>>();
        keys.put("sales.public.sales", List.of(column("id", TypeName.BIGINT)));
        keys.put("sales.public.lines", List.of(column("order", TypeName.NUMERIC), column("line", TypeName.INTEGER)));

        var text = RawKeys.write(keys);

        assertThat(text).isEqualTo("sales.public.sales:id=BIGINT;sales.public.lines:order=NUMERIC,line=INTEGER");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a,b", "a=b", "a;b", "a:b", "100% ${file:x:y}", "Zoë 鰻", "\"quoted\"", " "})
    void any_name_of_a_column_survives(String name) {
        var keys = Map.of("sales.public.odd", List.of(column(name, TypeName.UUID), column("id", TypeName.TEXT)));

        assertThat(RawKeys.read(RawKeys.write(keys))).isEqualTo(keys);
    }

    @ParameterizedTest
    @EnumSource(TypeName.class)
    void every_type_survives(TypeName type) {
        var keys = Map.of("t", List.of(column("id", type)));

        assertThat(RawKeys.read(RawKeys.write(keys))).isEqualTo(keys);
    }

    @Test
    void a_column_that_the_stores_call_otherwise_stands_under_its_name_in_the_source() {
        var renamed = new Column("sale_id", "id", ColumnType.of(TypeName.BIGINT), false, true);

        assertThat(RawKeys.write(Map.of("t", List.of(renamed)))).isEqualTo("t:id=BIGINT");
    }

    @Test
    void a_pipeline_without_keys_has_the_empty_text() {
        assertThat(RawKeys.write(Map.of())).isEmpty();
        assertThat(RawKeys.read("")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"topic", ":id=BIGINT", "topic:", "topic:id", "topic:=BIGINT", "topic:id=BIGINT;"})
    void a_text_of_another_form_is_refused_with_the_part_that_is_wrong(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RawKeys.read(text))
                .withMessageContaining("is not of the form");
    }

    @Test
    void an_unknown_type_is_refused_by_name() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RawKeys.read("topic:id=MONEY"))
                .withMessage("'id=MONEY': there is no type MONEY");
    }

    private static Column column(String name, TypeName type) {
        return new Column(name, ColumnType.of(type), false);
    }
}
