package io.lakehouse.platform.lanes;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakehouse.contract.declaration.TableDeclaration;
import io.lakehouse.platform.engine.Home;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a home remembers of the rows that are still to be read. */
class LateSnapshotsTest {
    private static final LateSnapshot DUE =
            LateSnapshot.due(List.of(TableDeclaration.of("Shop", "My Orders"), TableDeclaration.of("public", "items")));

    @TempDir
    Path folder;

    @Test
    void what_is_remembered_is_read_back_whole_however_far_it_is() {
        var snapshots = new LateSnapshots(new Home(folder, 0), "sales");
        var reading = DUE.reading(-42, Map.of("topic.prefix", "sales"));

        for (var phase : List.of(DUE, reading, reading.read())) {
            snapshots.save(List.of(phase));

            assertThat(snapshots.all()).containsExactly(phase);
        }
        assertThat(snapshots.areRead()).isTrue();
        assertThat(new LateSnapshots(new Home(folder, 0), "sale").all()).isEmpty();
    }

    @Test
    void rows_that_are_due_or_being_read_are_not_read() {
        var snapshots = new LateSnapshots(new Home(folder, 0), "sales");
        var read = DUE.reading(7, Map.of()).read();

        snapshots.save(List.of(read, DUE));
        assertThat(snapshots.areRead()).isFalse();
        snapshots.save(List.of(DUE.reading(8, Map.of()), read));
        assertThat(snapshots.areRead()).isFalse();
    }

    @Test
    void nothing_stays_of_them_once_all_rows_are_read() throws Exception {
        var snapshots = new LateSnapshots(new Home(folder, 0), "sales");
        snapshots.save(List.of(DUE));

        snapshots.save(List.of());
        snapshots.save(List.of());

        assertThat(snapshots.areRead()).isTrue();
        try (var files = Files.list(folder.resolve("data/capture"))) {
            assertThat(files).isEmpty();
        }
    }

    @Test
    void people_are_told_of_the_tables_by_their_names() {
        assertThat(DUE.words()).isEqualTo("the rows that Shop.My Orders, public.items held before");
    }
}
