package io.lakehouse.bench.orders;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakehouse.platform.config.Pipelines;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OrdersTableTest {
    @Test
    void the_declaration_is_one_that_the_platform_reads_with_the_lanes_and_options_asked_for(@TempDir Path folder)
            throws Exception {
        Files.writeString(folder.resolve("orders.sql"), OrdersTable.SETUP);
        Files.writeString(
                folder.resolve("realtime.yaml"),
                OrdersTable.declaration("realtime", "orders.sql", true, false, Map.of("poll.interval.ms", "25")));
        Files.writeString(
                folder.resolve("lake.yaml"), OrdersTable.declaration("lake", "orders.sql", false, true, Map.of()));

        var pipeline = Pipelines.read(folder).named("realtime").pipeline();

        var table = pipeline.tables().get(0);
        assertThat(table.current().enabled()).isTrue();
        assertThat(table.current().options().indexes().inverted()).containsExactly("id");
        assertThat(table.history().name()).isEqualTo(OrdersTable.history("realtime"));
        assertThat(table.lake().enabled()).isFalse();
        assertThat(pipeline.capture().options()).containsEntry("poll.interval.ms", "25");
        var lake = Pipelines.read(folder).named("lake").pipeline();
        assertThat(lake.tables().get(0).current().enabled()).isFalse();
        assertThat(lake.tables().get(0).lake().name()).isEqualTo(OrdersTable.versions("lake"));
        assertThat(lake.capture().options()).isEmpty();
    }
}
