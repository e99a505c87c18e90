package io.lakehouse.contract.declaration;

import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StoreColumnsTest {
    private static final Scd2Declaration LAKE = Scd2Declaration.on("t_scd2");

    @ParameterizedTest
    @CsvSource({
        "op, Pinot current table",
        "IS_DELETED, Pinot current table",
        "row_hash, SCD2 table",
        "run_id, SCD2 table"
    })
    void a_name_that_a_store_has_itself_is_refused_with_the_remedy(String name, String store) {
        assertRefused(declaration(Map.of(), PinotIndexes.NONE, LAKE), name)
                .hasMessageStartingWith("columns: column \"" + name + "\" has the name of a column that every " + store)
                .hasMessageEndingWith("rename it under columns.rename, or exclude it");
    }

    @Test
    void a_renamed_column_may_be_called_anything_in_the_source_and_nothing_taken_in_the_stores() {
        assertThatNoException()
                .isThrownBy(() -> check(declaration(Map.of("op", "opcode"), PinotIndexes.NONE, LAKE), "op"));
        assertRefused(declaration(Map.of("name", "event_id"), PinotIndexes.NONE, LAKE), "name")
                .hasMessageStartingWith("columns.rename.name: column \"event_id\" has the name");
    }

    @Test
    void names_that_meet_in_lower_case_are_refused() {
        assertRefused(declaration(Map.of(), PinotIndexes.NONE, LAKE), "Name", "NAME")
                .hasMessageContaining("\"Name\" and \"NAME\" of public.t are both \"name\"");
        assertRefused(declaration(Map.of("other", "Name"), PinotIndexes.NONE, LAKE), "name", "other")
                .hasMessageStartingWith("columns.rename.other: columns");
    }

    @Test
    void a_name_that_pinot_cannot_carry_is_refused_only_for_pinot() {
        var usual = TableDeclaration.of("public", "t");
        var lakeOnly = new TableDeclaration(
                "public",
                "t",
                ColumnsDeclaration.ALL,
                List.of(),
                new PinotTableDeclaration(false, "t_current", PinotTableOptions.DEFAULTS),
                new PinotTableDeclaration(false, "t_history", PinotTableOptions.DEFAULTS),
                usual.lake(),
                usual.simulation());

        assertRefused(usual, "due date").hasMessageContaining("a name that Pinot cannot carry");
        assertRefused(usual, "Größe")
                .hasMessageContaining("a name that Pinot cannot carry")
                .hasMessageContaining("rename it");
        assertRefused(usual, "a=b").hasMessageContaining("a name that Pinot cannot carry");
        assertThatNoException().isThrownBy(() -> check(lakeOnly, "due date"));
    }

    @Test
    void an_index_is_checked_against_the_columns_of_its_table_and_their_types() {
        assertIndexRefused(new PinotIndexes(List.of("id", "nam"), List.of(), List.of(), List.of(), ""))
                .hasMessageStartingWith("current.indexes.inverted[1]: column \"nam\" is not in this Pinot table; its"
                        + " columns are id, name, price, body, is_deleted, op, event_timestamp");
        assertIndexRefused(new PinotIndexes(List.of(), List.of("body"), List.of(), List.of(), ""))
                .hasMessageStartingWith("current.indexes.range[0]: column \"body\" is json");
        assertIndexRefused(new PinotIndexes(List.of(), List.of(), List.of("name"), List.of(), ""))
                .hasMessageStartingWith("current.indexes.json[0]: column \"name\" is text");
        assertIndexRefused(new PinotIndexes(List.of(), List.of(), List.of(), List.of("is_deleted"), ""))
                .hasMessageStartingWith("current.indexes.bloom[0]: column \"is_deleted\" is boolean");
        assertIndexRefused(new PinotIndexes(List.of(), List.of(), List.of(), List.of(), "price"))
                .hasMessageStartingWith("current.indexes.sorted: column \"price\" is one that Pinot keeps without");
        assertIndexRefused(new PinotIndexes(List.of("order_key"), List.of(), List.of(), List.of(), ""))
                .hasMessageContaining("without a dictionary");
        assertIndexRefused(new PinotIndexes(List.of("id", "id"), List.of(), List.of(), List.of(), ""))
                .hasMessageContaining("stands twice");
    }

    @Test
    void indexes_that_fit_are_taken() {
        var indexes = new PinotIndexes(
                List.of("name", "op"), List.of("id", "event_timestamp"), List.of("body"), List.of("name"), "id");

        assertThatNoException().isThrownBy(() -> check(declaration(Map.of(), indexes, LAKE), "name"));
    }

    @Test
    void tracked_columns_are_there_and_one_is_not_of_the_key() {
        var unknown = new Scd2Declaration(true, "t_scd2", List.of("nam"), List.of());
        var onlyKey = new Scd2Declaration(true, "t_scd2", List.of("id"), List.of());

        assertRefused(declaration(Map.of(), PinotIndexes.NONE, unknown), "name")
                .hasMessageStartingWith("lake.track[0]: column \"nam\" is not in the table");
        assertRefused(declaration(Map.of(), PinotIndexes.NONE, onlyKey), "name")
                .hasMessageStartingWith("lake.track: no column beside the key is tracked");
    }

    private static org.assertj.core.api.AbstractThrowableAssert<?, ?> assertIndexRefused(PinotIndexes indexes) {
        return assertRefused(declaration(Map.of(), indexes, LAKE), "name");
    }

    private static org.assertj.core.api.AbstractThrowableAssert<?, ?> assertRefused(
            TableDeclaration declaration, String... texts) {
        return assertThatThrownBy(() -> check(declaration, texts)).isInstanceOf(InvalidDeclarationException.class);
    }

    /** Checks a table of an id, these texts, a price and a JSON body. */
    private static void check(TableDeclaration declaration, String... texts) {
        var columns = Stream.of(
                        Stream.of(column(declaration, "id", ColumnType.of(TypeName.BIGINT))),
                        Stream.of(texts).map(name -> column(declaration, name, ColumnType.of(TypeName.TEXT))),
                        Stream.of(
                                column(declaration, "price", new ColumnType(TypeName.NUMERIC, 10, 2)),
                                column(declaration, "body", ColumnType.of(TypeName.JSON))))
                .flatMap(some -> some)
                .toList();
        StoreColumns.check(declaration, new TableShape("public", "t", columns, List.of("id")));
    }

    private static Column column(TableDeclaration declaration, String source, ColumnType type) {
        return new Column(declaration.columns().storeName(source), source, type, true, true);
    }

    private static TableDeclaration declaration(
            Map<String, String> rename, PinotIndexes indexes, Scd2Declaration lake) {
        return new TableDeclaration(
                "public",
                "t",
                new ColumnsDeclaration(List.of(), List.of(), rename),
                List.of(),
                new PinotTableDeclaration(true, "t_current", PinotTableOptions.DEFAULTS.withIndexes(indexes)),
                PinotTableDeclaration.on("t_history"),
                lake,
                TableSimulation.BY_TYPE);
    }
}
