package io.lakehouse.platform.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakehouse.contract.declaration.TableDeclaration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SnapshotConnectorTest {
    private static final Map<String, String> CONNECTOR = Map.of(
            "snapshot.mode", "initial",
            "table.include.list", "everything",
            "topic.prefix", "sales",
            "heartbeat.action.query", "SELECT 1");

    @Test
    void it_reads_the_added_tables_once_into_the_same_topics_and_writes_nothing_to_the_source() {
        var reader =
                SnapshotConnector.configuration(CONNECTOR, List.of(TableDeclaration.of("public", "My Orders")), 0x1F0);

        assertThat(reader)
                .containsEntry("snapshot.mode", "initial_only")
                .containsEntry("table.include.list", "(?s-i)public\\.My\\x{20}Orders")
                .containsEntry("topic.prefix", "sales")
                .containsEntry("value.converter.since", "496")
                .doesNotContainKey("heartbeat.action.query");
    }

    @Test
    void its_name_is_no_pipelines_and_its_metrics_are_no_others() {
        assertThat(SnapshotConnector.name("sales", 0x1F0)).isEqualTo("lakehouse_sales-rows-1f0");
        assertThat(SnapshotConnector.configuration(CONNECTOR, List.of(), 0x1F0))
                .containsEntry("custom.metric.tags", "rows=1f0");
    }

    @Test
    void who_declares_that_no_row_is_read_has_none_read_of_an_added_table_either() {
        assertThat(SnapshotConnector.isWanted(CONNECTOR)).isTrue();
        assertThat(SnapshotConnector.isWanted(Map.of("snapshot.mode", "no_data")))
                .isFalse();
        assertThat(SnapshotConnector.isWanted(Map.of("snapshot.mode", "never"))).isFalse();
    }
}
