package io.lakehouse.platform.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakehouse.contract.declaration.Column;
import io.lakehouse.contract.declaration.ColumnType;
import io.lakehouse.contract.declaration.ColumnsDeclaration;
import io.lakehouse.contract.declaration.TableDeclaration;
import io.lakehouse.contract.declaration.TableShape;
import io.lakehouse.contract.declaration.TypeName;
import io.lakehouse.contract.job.TableRoute;
import io.lakehouse.platform.plan.TableEvolution.Evolved;
import io.lakehouse.platform.source.SeenTable;
import io.lakehouse.platform.source.SeenTable.SeenColumn;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TableEvolutionTest {
    private static final Column ID = new Column("id", type("bigint"), false);
    private static final Column NAME = new Column("name", type("text"), false);

    @Test
    void aTableThatIsAsItWasStaysSo() {
        var evolved = evolved(List.of("id"), seen(ID), seen(NAME));

        assertThat(evolved.shape()).isEqualTo(known(ID, NAME).shape());
        assertThat(evolved.unfollowed()).isEmpty();
        assertThat(evolved.notes()).isEmpty();
    }

    @Test
    void anAddedColumnMayBeNullWhateverTheSourceSaysSinceOlderRowsLackIt() {
        var evolved = evolved(List.of("id"), seen(ID), seen(NAME), seen(new Column("note", type("text"), false)));

        assertThat(evolved.shape().columns()).containsExactly(ID, NAME, new Column("note", type("text"), true));
        assertThat(evolved.notes()).isEmpty();
    }

    @Test
    void aDroppedColumnStaysAndMayBeNull() {
        var evolved = evolved(List.of("id"), seen(ID));

        assertThat(evolved.shape().columns()).containsExactly(ID, new Column("name", type("text"), true));
        assertThat(evolved.notes()).isEmpty();
    }

    @Test
    void aColumnThatIsExcludedByNowStaysInTheStoresAndIsReadNoMoreUntilItIsTakenInAgain() {
        var excluding = declaration(new ColumnsDeclaration(List.of(), List.of("name"), Map.of()));

        var excluded = TableEvolution.of(
                known(ID, NAME), new SeenTable(List.of(seen(ID)), Map.of(), List.of("id")), excluding);
        var again = TableEvolution.of(
                known(excluded.shape().columns().toArray(Column[]::new)),
                new SeenTable(List.of(seen(ID), seen(NAME)), Map.of(), List.of("id")),
                TableDeclaration.of("public", "t"));

        assertThat(excluded.shape().columns()).containsExactly(ID, NAME.absent(true));
        assertThat(again.shape().columns()).containsExactly(ID, NAME.absent(false));
    }

    @Test
    void aRenamedColumnIsADroppedOneAndAnAddedOne() {
        var evolved = evolved(List.of("id"), seen(ID), seen(new Column("title", type("text"), false)));

        assertThat(evolved.shape().columns()).extracting(Column::name).containsExactly("id", "name", "title");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "smallint      | integer       | integer",
                "integer       | bigint        | bigint",
                "bigint        | integer       | bigint",
                "real          | double        | double",
                "numeric(10,2) | numeric(12,2) | numeric(12,2)",
                "numeric(12,2) | numeric(10,2) | numeric(12,2)",
                "numeric       | numeric(50,4) | numeric",
                "uuid          | text          | text",
            })
    void aWiderTypeIsFollowedAndANarrowerOneTakesNothingAway(String before, String now, String kept) {
        var evolved = TableEvolution.of(
                known(ID, new Column("x", type(before), true)),
                new SeenTable(List.of(seen(ID), seen(new Column("x", type(now), true))), Map.of(), List.of("id")),
                TableDeclaration.of("public", "t"));

        assertThat(evolved.shape().column("x").type()).isEqualTo(type(kept));
        assertThat(evolved.unfollowed()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "integer       | text",
                "text          | date",
                "numeric(10,2) | numeric(12,4)",
                "numeric(10,2) | numeric",
                "timestamp     | timestamptz",
                "integer       | double",
            })
    void anotherTypeIsNotFollowedAndSaidSoWithBothTypes(String before, String now) {
        var evolved = TableEvolution.of(
                known(ID, new Column("x", type(before), true)),
                new SeenTable(List.of(seen(ID), seen(new Column("x", type(now), true))), Map.of(), List.of("id")),
                TableDeclaration.of("public", "t"));

        assertThat(evolved.shape().column("x").type()).isEqualTo(type(before));
        assertThat(evolved.unfollowed()).isEqualTo(Map.of("x", now));
        assertThat(evolved.notes()).singleElement().asString().contains("column x of public.t", now, before);
    }

    @Test
    void anAddedColumnThatNoStoreCarriesIsLeftOutAndNamed() {
        var evolved = evolved(
                List.of("id"),
                seen(ID),
                seen(NAME),
                new SeenColumn("place", "point", Optional.empty()),
                seen(new Column("order_key", type("text"), true)));

        assertThat(evolved.shape().columns()).containsExactly(ID, NAME);
        assertThat(evolved.unfollowed()).isEqualTo(Map.of("place", "point", "order_key", "text"));
        assertThat(evolved.notes()).hasSize(2);
    }

    /** A snapshot reads it: the jobs have to know that its value goes nowhere. */
    @Test
    void aColumnThatTheServerComputesIsLeftOutWithoutAWord() {
        var seen = new SeenTable(List.of(seen(ID), seen(NAME)), Map.of("twice", "integer"), List.of("id"));

        var evolved = TableEvolution.of(known(ID, NAME), seen, TableDeclaration.of("public", "t"));

        assertThat(evolved.shape().columns()).containsExactly(ID, NAME);
        assertThat(evolved.unfollowed()).isEqualTo(Map.of("twice", "integer"));
        assertThat(evolved.notes()).isEmpty();
    }

    @Test
    void anotherPrimaryKeyLeavesTheStoresWithTheOldOneAndIsNamed() {
        var evolved = evolved(List.of("name", "id"), seen(ID), seen(NAME));

        assertThat(evolved.shape().key()).containsExactly("id");
        assertThat(evolved.notes()).singleElement().asString().contains("[name, id]", "[id]");
    }

    private static Evolved evolved(List<String> primaryKey, SeenColumn... columns) {
        return TableEvolution.of(
                known(ID, NAME),
                new SeenTable(Arrays.asList(columns), Map.of(), primaryKey),
                TableDeclaration.of("public", "t"));
    }

    private static TableDeclaration declaration(ColumnsDeclaration columns) {
        var usual = TableDeclaration.of("public", "t");
        return new TableDeclaration(
                usual.schema(),
                usual.table(),
                columns,
                usual.key(),
                usual.current(),
                usual.history(),
                usual.lake(),
                usual.simulation());
    }

    private static TableRoute known(Column... columns) {
        return new TableRoute(
                new TableShape("public", "t", List.of(columns), List.of("id")), "p.public.t", "c", "h", "s");
    }

    private static SeenColumn seen(Column column) {
        return new SeenColumn(column.source(), column.type().toString(), Optional.of(column));
    }

    private static ColumnType type(String sql) {
        var parts = sql.split("[(,)]");
        var name = TypeName.valueOf(parts[0].toUpperCase(java.util.Locale.ROOT));
        return parts.length == 1
                ? ColumnType.of(name)
                : new ColumnType(name, Integer.parseInt(parts[1]), Integer.parseInt(parts[2]));
    }
}
