package io.lakehouse.platform.lanes;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakehouse.contract.declaration.Pipeline;
import io.lakehouse.contract.declaration.Source;
import io.lakehouse.contract.declaration.TableDeclaration;
import io.lakehouse.platform.plan.PipelinePlan;
import io.lakehouse.platform.plan.PipelineTarget;
import io.lakehouse.platform.plan.diff.Kind;
import io.lakehouse.platform.plan.diff.Resource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AddedTablesTest {
    private static final TableDeclaration ORDERS = TableDeclaration.of("public", "orders");
    private static final TableDeclaration ITEMS = TableDeclaration.of("public", "items");
    private static final List<Resource> ORDERS_APPLIED =
            List.of(new Resource(Kind.REPLICA_IDENTITY, "public.orders", Map.of()));
    private static final List<Resource> CONNECTOR = List.of(new Resource(Kind.CONNECTOR, "lakehouse_shop", Map.of()));

    @Test
    void a_table_that_a_capturing_pipeline_has_not_had_is_added() {
        assertThat(added("initial", ORDERS_APPLIED, CONNECTOR, false)).containsExactly(ITEMS);
    }

    @Test
    void a_connector_that_was_deleted_goes_on_where_it_was_and_reads_no_rows_either() {
        assertThat(added("initial", ORDERS_APPLIED, List.of(), true)).containsExactly(ITEMS);
    }

    @Test
    void the_first_snapshot_reads_every_table_by_itself() {
        assertThat(added("initial", List.of(), List.of(), false)).isEmpty();
    }

    @Test
    void who_wants_no_rows_gets_none() {
        assertThat(added("no_data", ORDERS_APPLIED, CONNECTOR, true)).isEmpty();
    }

    private static List<TableDeclaration> added(
            String snapshotMode, List<Resource> applied, List<Resource> observed, boolean slotSeen) {
        var pipeline = Pipeline.of("shop", new Source.Embedded("shop", ""), List.of(ORDERS, ITEMS));
        var target = new PipelineTarget(
                new PipelinePlan(pipeline, List.of()),
                List.of(),
                List.of(),
                List.of(),
                Map.of("snapshot.mode", snapshotMode),
                false);
        return AddedTables.of(target, applied, observed, new CaptureEpoch(1, slotSeen));
    }
}
