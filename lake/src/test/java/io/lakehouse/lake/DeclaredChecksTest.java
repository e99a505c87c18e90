package io.lakehouse.lake;

import static io.lakehouse.contract.change.Operation.CREATE;
import static io.lakehouse.contract.change.Operation.UPDATE;
import static io.lakehouse.lake.LakeFixture.at;
import static io.lakehouse.lake.LakeFixture.column;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakehouse.contract.change.Operation;
import io.lakehouse.contract.declaration.RowCheck;
import io.lakehouse.contract.declaration.TableShape;
import io.lakehouse.contract.declaration.TypeName;
import io.lakehouse.lake.LakeFixture.Change;
import io.lakehouse.lake.silver.AuditException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Conditions that a pipeline declares for its SCD2 tables. */
class DeclaredChecksTest {
    private static final TableShape ITEMS =
            LakeFixture.shape("items", 1, column("id", TypeName.INTEGER), column("Unit price", TypeName.INTEGER));
    private static final RowCheck NOT_NEGATIVE = new RowCheck("price_not_negative", "`Unit price` >= 0");

    private final LakeFixture lake = new LakeFixture();

    @Test
    void a_current_version_that_breaks_a_check_rejects_the_run_and_is_shown() {
        lake.append(item(CREATE, 1, 1, "5"), item(CREATE, 2, 2, "-7"), item(CREATE, 3, 3, "null"));
        var even = new RowCheck("even", "id % 2 = 0");

        assertThatThrownBy(() -> lake.run(ITEMS, List.of(NOT_NEGATIVE, even)))
                .isInstanceOf(AuditException.class)
                .hasMessageContaining(
                        "check price_not_negative (`Unit price` >= 0) does not hold for 1 current versions; "
                                + "check even (id % 2 = 0) does not hold for 2 current versions\n")
                .hasMessageContaining("\n  price_not_negative: key 1:2 {\"id\":2,\"Unit price\":-7,")
                .hasMessageContaining("\n  even: key 1:1 ")
                .hasMessageContaining("\n  even: key 1:3 ");
    }

    @Test
    void only_current_versions_of_touched_keys_are_judged_and_null_holds() {
        lake.append(item(CREATE, 1, 1, "-5"), item(CREATE, 2, 2, "-7"));
        lake.run(ITEMS);
        // What key 1 was, and what key 2 is without being touched, stays as it is.
        lake.append(item(UPDATE, 3, 1, "5"), item(CREATE, 4, 3, "null"));

        var report = lake.run(ITEMS, List.of(NOT_NEGATIVE));

        assertThat(report.state()).isEqualTo("PUBLISHED");
    }

    @Test
    void what_is_no_condition_over_the_columns_is_refused_before_anything_is_read() {
        assertThatThrownBy(() -> lake.run(ITEMS, List.of(NOT_NEGATIVE, new RowCheck("typo", "prise >= 0"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("table public.items, lake.checks[1].sql of check typo: \"prise >= 0\"")
                .hasMessageContaining("prise");
        for (var sql : List.of("id >", "count(*) > 0", "id; DROP TABLE items")) {
            assertThatThrownBy(() -> lake.run(ITEMS, List.of(new RowCheck("broken", sql))))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("lake.checks[0].sql of check broken: \"" + sql + "\" is no condition over");
        }
        assertThatThrownBy(() -> lake.run(ITEMS, List.of(new RowCheck("number", "id + 1"))))
                .hasMessageEndingWith("\"id + 1\" is no condition but a int");
    }

    private static Change item(Operation operation, long lsn, int id, String price) {
        var image = "{\"id\":" + id + ",\"Unit price\":" + price + "}";
        return Change.of(ITEMS, operation, lsn, at(lsn), image, Integer.toString(id));
    }
}
