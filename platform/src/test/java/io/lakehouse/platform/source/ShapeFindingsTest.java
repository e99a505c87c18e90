package io.lakehouse.platform.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakehouse.contract.declaration.Column;
import io.lakehouse.contract.declaration.ColumnType;
import io.lakehouse.contract.declaration.ColumnsDeclaration;
import io.lakehouse.contract.declaration.TableDeclaration;
import io.lakehouse.contract.declaration.TableShape;
import io.lakehouse.contract.declaration.TypeName;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ShapeFindingsTest {
    @Test
    void aNameThatDebeziumWouldNotQuoteIsRefusedWithTheSqlThatMendsIt() {
        assertThat(refused("s\"", "\"t"))
                .extracting(CaptureFinding::sql)
                .containsExactly(
                        "ALTER SCHEMA \"s\"\"\" RENAME TO \"s_\"", "ALTER TABLE \"s\"\"\".\"\"\"t\" RENAME TO \"_t\"");
    }

    @Test
    void aQuotationMarkWithinANameIsNoMatter() {
        assertThat(refused("s\"s", "t\"t")).isEmpty();
    }

    @Test
    void whatASourceAddsToATableThatIsCapturedIsLeftOutAndNotRefused() {
        var found = findings(TableDeclaration.of("s", "t"), TableDeclaration.of("s", "t"));

        assertThat(found).hasSize(2).noneMatch(CaptureFinding::isRefused);
        assertThat(found.get(0).reason()).contains("\"price\"", "money", "not carried", "columns.exclude");
        assertThat(found.get(1).reason()).contains("\"op\"", "columns.rename", "stays out of the stores");
    }

    @Test
    void whatADeclarationAsksForAnewIsRefusedAlsoOfATableThatIsCaptured() {
        var table = TableDeclaration.of("s", "t");
        var without = new TableDeclaration(
                table.schema(),
                table.table(),
                new ColumnsDeclaration(List.of(), List.of("price", "op"), Map.of()),
                table.key(),
                table.current(),
                table.history(),
                table.lake(),
                table.simulation());

        assertThat(findings(table, without))
                .filteredOn(CaptureFinding::isRefused)
                .singleElement()
                .satisfies(finding -> assertThat(finding.reason()).contains("\"price\"", "money"));
    }

    private static List<CaptureFinding> findings(TableDeclaration declared, TableDeclaration before) {
        var id = column("id", Optional.of(ColumnType.of(TypeName.BIGINT)), "bigint");
        var price = column("price", Optional.empty(), "money");
        var op = column("op", Optional.of(ColumnType.of(TypeName.TEXT)), "text");
        var shape = new TableShape(
                "s", "t", List.of(new Column("id", ColumnType.of(TypeName.BIGINT), false)), List.of("id"));
        return ShapeFindings.of(
                new CatalogueTable("s", "t", "r", true, List.of(id, price, op), List.of("id")),
                declared,
                field -> "test " + field,
                new AppliedTable(before, shape));
    }

    private static List<CaptureFinding> refused(String schema, String table) {
        var id = column("id", Optional.of(ColumnType.of(TypeName.BIGINT)), "bigint");
        return ShapeFindings.of(
                        new CatalogueTable(schema, table, "r", true, List.of(id), List.of("id")),
                        TableDeclaration.of(schema, table),
                        field -> "test " + field,
                        null)
                .stream()
                .filter(CaptureFinding::isRefused)
                .toList();
    }

    private static CatalogueTable.CatalogueColumn column(String name, Optional<ColumnType> type, String declaredType) {
        return new CatalogueTable.CatalogueColumn(
                name, declaredType, type, false, false, false, "", false, false, Optional.empty(), List.of());
    }
}
