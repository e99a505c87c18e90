package io.lakehouse.platform.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakehouse.contract.declaration.ColumnType;
import io.lakehouse.contract.declaration.TableDeclaration;
import io.lakehouse.contract.declaration.TypeName;
import java.util.List;
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

    private static List<CaptureFinding> refused(String schema, String table) {
        var id = new CatalogueTable.CatalogueColumn(
                "id",
                "bigint",
                Optional.of(ColumnType.of(TypeName.BIGINT)),
                false,
                false,
                false,
                "",
                false,
                false,
                Optional.empty(),
                List.of());
        return ShapeFindings.of(
                        new CatalogueTable(schema, table, "r", true, List.of(id), List.of("id")),
                        TableDeclaration.of(schema, table),
                        field -> "test " + field)
                .stream()
                .filter(CaptureFinding::isRefused)
                .toList();
    }
}
