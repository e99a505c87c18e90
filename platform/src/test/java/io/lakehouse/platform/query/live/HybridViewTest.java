package io.lakehouse.platform.query.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakehouse.contract.declaration.Column;
import io.lakehouse.contract.declaration.ColumnType;
import io.lakehouse.contract.declaration.TableShape;
import io.lakehouse.contract.declaration.TypeName;
import io.lakehouse.contract.job.TableRoute;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The text of the views, as far as it can be told without an engine. */
class HybridViewTest {
    private static final Column ODD = new Column("odd", "it's \"op\"", ColumnType.of(TypeName.TEXT), true, true);

    @Test
    void each_partition_is_read_from_its_own_offset_which_the_connector_takes_as_a_literal() {
        var view = view(
                shape(ColumnType.of(TypeName.BIGINT)),
                List.of(new TailBound(0, 17, 18, Instant.MAX), new TailBound(1, 4, 4, Instant.MAX)));

        assertThat(view.versions())
                .contains("_partition_id = 0 AND _partition_offset >= 18")
                .contains("_partition_id = 1 AND _partition_offset >= 4");
    }

    @Test
    void the_guard_looks_from_the_last_published_message_on() {
        var view = view(shape(ColumnType.of(TypeName.BIGINT)), List.of(new TailBound(0, 17, 18, Instant.MAX)));

        assertThat(view.now())
                .contains("\"orders_scd2\" WHERE _partition_id = 0 AND _partition_offset >= 16")
                .contains("last_0 = 0 AND (first_0 > 18)");
    }

    @Test
    void partitions_that_begin_near_each_other_are_read_by_one_scan_and_those_far_apart_by_their_own() {
        var near = view(
                shape(ColumnType.of(TypeName.BIGINT)),
                List.of(new TailBound(0, 17, 18, Instant.MAX), new TailBound(1, 1000, 1000, Instant.MAX)));
        var far = view(
                shape(ColumnType.of(TypeName.BIGINT)),
                List.of(new TailBound(0, 17, 18, Instant.MAX), new TailBound(1, 1_000_000, 1_000_000, Instant.MAX)));

        assertThat(near.now())
                .contains(
                        "WHERE _partition_id = 0 AND _partition_offset >= 16 OR _partition_id = 1 AND _partition_offset >= 999");
        assertThat(far.now())
                .contains("WHERE _partition_id = 0 AND _partition_offset >= 16 UNION ALL SELECT ")
                .contains("WHERE _partition_id = 1 AND _partition_offset >= 999999");
    }

    @Test
    void a_name_of_the_source_is_quoted_wherever_it_stands() {
        var view = view(shape(ColumnType.of(TypeName.BIGINT)), List.of(new TailBound(0, 0, 0, Instant.MAX)));

        assertThat(view.versions())
                .contains("element_at(image, 'it''s \"op\"')")
                .contains("source_table = 'Order''s'");
    }

    @Test
    void a_column_that_the_lake_has_not_yet_is_null_there() {
        var view = view(shape(ColumnType.of(TypeName.BIGINT)), List.of(new TailBound(0, 0, 0, Instant.MAX)));

        assertThat(view.versions()).contains("CAST(\"id\" AS bigint) AS c0, CAST(NULL AS varchar) AS c1");
    }

    @Test
    void a_key_whose_values_sql_tells_apart_otherwise_has_no_views() {
        assertThat(HybridView.refusal(shape(ColumnType.of(TypeName.DOUBLE))).orElseThrow())
                .contains("public.Order's")
                .contains("\"id\"");
        assertThat(HybridView.refusal(shape(ColumnType.of(TypeName.NUMERIC)))).isPresent();
        assertThat(HybridView.refusal(shape(new ColumnType(TypeName.NUMERIC, 10, 2))))
                .isEmpty();
    }

    @Test
    void a_table_with_the_column_that_only_the_views_have_has_no_views() {
        var lanes = new Column("Lane", ColumnType.of(TypeName.TEXT), true);

        assertThat(HybridView.refusal(new TableShape("public", "roads", List.of(ODD, lanes), List.of(ODD.name()))))
                .hasValueSatisfying(reason -> assertThat(reason)
                        .contains("public.roads")
                        .contains("\"Lane\"")
                        .contains("columns.rename"));
    }

    @Test
    void a_bound_that_would_leave_changes_out_is_refused() {
        assertThatThrownBy(() -> new TailBound(0, 5, 4, Instant.MAX)).hasMessageContaining("published up to 5");
    }

    @Test
    void a_topic_keeps_its_name_and_is_described_alike_every_time() {
        var route = new TableRoute(shape(ColumnType.of(TypeName.BIGINT)), "shop.public.Order_s", "", "", "orders_scd2");

        var files = RawTopicTables.descriptions(List.of(route));

        assertThat(files.get("orders_scd2.changes.json"))
                .contains("\"topicName\":\"shop.public.Order_s\"")
                .contains("\"mapping\":\"source/lsn\"");
    }

    private static TableShape shape(ColumnType key) {
        return new TableShape("public", "Order's", List.of(new Column("id", key, false), ODD), List.of("id"));
    }

    private static HybridView view(TableShape shape, List<TailBound> bounds) {
        var route = new TableRoute(shape, "shop.public.Order_s", "", "", "orders_scd2");
        return new HybridView(
                shape,
                new HybridView.LakeSide("nessie", "shop", "orders_scd2", List.of("id")),
                HybridView.TailSide.of("shop", route, bounds));
    }
}
