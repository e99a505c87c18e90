package io.lakehouse.contract.declaration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ColumnsDeclarationTest {
    @Test
    void included_or_not_excluded_columns_are_captured_under_their_new_names() {
        var included = new ColumnsDeclaration(List.of("a", "B"), List.of(), Map.of("B", "b"));
        var excluded = new ColumnsDeclaration(List.of(), List.of("a"), Map.of());

        assertThat(List.of("a", "B", "b", "c")).filteredOn(included::captures).containsExactly("a", "B");
        assertThat(List.of("a", "A", "c")).filteredOn(excluded::captures).containsExactly("A", "c");
        assertThat(included.storeName("B")).isEqualTo("b");
        assertThat(included.storeName("a")).isEqualTo("a");
    }

    @Test
    void what_contradicts_itself_is_refused() {
        assertThatThrownBy(() -> new ColumnsDeclaration(List.of("a"), List.of("b"), Map.of()))
                .hasMessage("exclude: expected include or exclude, found both: keep one");
        assertThatThrownBy(() -> new ColumnsDeclaration(List.of(), List.of("a", "a"), Map.of()))
                .hasMessageStartingWith("exclude[1]: column \"a\" stands twice");
        assertThatThrownBy(() -> new ColumnsDeclaration(List.of(), List.of("a"), Map.of("a", "b")))
                .hasMessageStartingWith("rename.a: column \"a\" is not captured");
        assertThatThrownBy(() -> new ColumnsDeclaration(List.of(), List.of(), Map.of("a", "Same", "b", "same")))
                .hasMessageContaining("is already the name of column");
    }

    @Test
    void a_key_column_cannot_be_left_out() {
        var usual = TableDeclaration.of("public", "t");

        assertThatThrownBy(() -> new TableDeclaration(
                        "public",
                        "t",
                        new ColumnsDeclaration(List.of(), List.of("id"), Map.of()),
                        List.of("line", "id"),
                        usual.current(),
                        usual.history(),
                        usual.lake(),
                        usual.simulation()))
                .hasMessage("key[1]: key column \"id\" is not captured: a key column cannot be excluded");
    }
}
