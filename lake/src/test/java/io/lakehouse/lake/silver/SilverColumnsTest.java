package io.lakehouse.lake.silver;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakehouse.contract.declaration.Column;
import io.lakehouse.contract.declaration.ColumnType;
import io.lakehouse.contract.declaration.TableShape;
import io.lakehouse.contract.declaration.TypeName;
import io.lakehouse.contract.job.Silver;
import java.util.List;
import org.apache.iceberg.types.Types.NestedField;
import org.junit.jupiter.api.Test;

class SilverColumnsTest {
    @Test
    void the_columns_that_others_are_told_of_are_those_of_an_scd2_table() {
        var id = new Column("id", ColumnType.of(TypeName.INTEGER), false);

        var columns = SilverSchema.of(new TableShape("public", "t", List.of(id), List.of("id"))).columns().stream()
                .map(NestedField::name)
                .filter(name -> !name.equals("id"));

        assertThat(columns).containsExactlyInAnyOrderElementsOf(Silver.OWN_COLUMNS);
    }
}
