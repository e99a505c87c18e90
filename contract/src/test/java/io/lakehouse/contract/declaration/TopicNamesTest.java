package io.lakehouse.contract.declaration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TopicNamesTest {
    @Test
    void whatATopicCannotHoldIsAnUnderscoreForEachUtf16Unit() {
        var table = TableDeclaration.of("My Shop", "Weird Table, v1.0: ü 😀");

        assertThat(pipeline(table).rawTopic(table)).isEqualTo("shop.My_Shop.Weird_Table__v1.0______");
    }

    @Test
    void tablesWhoseTopicsMeetAreRefused() {
        for (var other : List.of("a b", "a.b", "a_b", "a,b")) {
            var second = other.equals("a b") ? "a;b" : other;
            assertThatThrownBy(() -> pipeline(named("a b", "first"), named(second, "second")))
                    .isInstanceOf(InvalidDeclarationException.class)
                    .hasMessageContaining("tables[1].table: topic \"public_a_b\" is already that of tables[0].table");
        }
    }

    @Test
    void tablesThatDifferInCaseOnlyHaveTopicsOfTheirOwn() {
        var lower = named("orders", "first");
        var upper = named("Orders", "second");

        assertThat(Stream.of(lower, upper).map(pipeline(lower, upper)::rawTopic))
                .containsExactly("shop.public.orders", "shop.public.Orders");
    }

    private static TableDeclaration named(String table, String stores) {
        return new TableDeclaration(
                "public",
                table,
                ColumnsDeclaration.ALL,
                List.of(),
                PinotTableDeclaration.on(stores + "_current"),
                PinotTableDeclaration.on(stores + "_history"),
                Scd2Declaration.on(stores + "_scd2"),
                TableSimulation.BY_TYPE);
    }

    private static Pipeline pipeline(TableDeclaration... tables) {
        return Pipeline.of("shop", new Source.Embedded("shop", ""), List.of(tables));
    }
}
