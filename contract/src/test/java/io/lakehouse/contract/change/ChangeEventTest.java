package io.lakehouse.contract.change;

import static io.lakehouse.contract.change.Tables.column;
import static io.lakehouse.contract.change.Tables.row;
import static io.lakehouse.contract.change.Tables.table;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.lakehouse.contract.declaration.TableShape;
import io.lakehouse.contract.declaration.TypeName;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ChangeEventTest {
    private static final TableShape KEYED = table(List.of("id"), column("id", TypeName.BIGINT));
    private static final TableShape KEYLESS = table(List.of(), column("id", TypeName.BIGINT));
    private static final Row OLD = row("id", "1");
    private static final Row NEW = row("id", "2");

    @Test
    void a_delete_is_about_the_row_before_and_everything_else_about_the_row_after() {
        assertThat(change(KEYED, Operation.DELETE, OLD, Row.EMPTY).row()).isEqualTo(OLD);
        assertThat(change(KEYED, Operation.UPDATE, OLD, NEW).row()).isEqualTo(NEW);
        assertThat(change(KEYED, Operation.CREATE, Row.EMPTY, NEW).row()).isEqualTo(NEW);
    }

    @ParameterizedTest
    @EnumSource(
            value = Operation.class,
            names = {"CREATE", "READ", "UPDATE"})
    void a_change_that_leaves_a_row_is_refused_without_it(Operation operation) {
        assertThatExceptionOfType(MalformedChangeException.class)
                .isThrownBy(() -> change(KEYED, operation, OLD, Row.EMPTY))
                .withMessageContaining("without after");
    }

    @ParameterizedTest
    @EnumSource(
            value = Operation.class,
            names = {"UPDATE", "DELETE"})
    void a_change_of_an_old_row_is_refused_without_it(Operation operation) {
        assertThatExceptionOfType(MalformedChangeException.class)
                .isThrownBy(() -> change(KEYED, operation, Row.EMPTY, NEW))
                .withMessageContaining("REPLICA IDENTITY FULL");
    }

    @Test
    void a_truncation_has_no_row_and_no_key() {
        var truncation = change(KEYED, Operation.TRUNCATE, Row.EMPTY, Row.EMPTY);

        assertThat(truncation.hasKey()).isFalse();
        assertThat(truncation.row().isEmpty()).isTrue();
        assertThat(truncation.eventId()).isEqualTo(EventId.ofPosition("t", 0, 1));
    }

    @Test
    void a_table_without_a_key_may_be_updated_without_the_row_before() {
        assertThat(change(KEYLESS, Operation.UPDATE, Row.EMPTY, NEW).hasKey()).isFalse();
    }

    @ParameterizedTest
    @EnumSource(Operation.class)
    void an_operation_is_found_by_its_code(Operation operation) {
        assertThat(Operation.ofCode(operation.code())).isEqualTo(operation);
    }

    @Test
    void a_code_of_no_operation_is_refused_by_name() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Operation.ofCode("m"))
                .withMessageContaining("'m'");
    }

    private static ChangeEvent change(TableShape table, Operation operation, Row before, Row after) {
        return new ChangeEvent(
                table, operation, before, after, OrderKey.of(1, operation, 7), "", 0, new Position("t", 0, 1));
    }
}
