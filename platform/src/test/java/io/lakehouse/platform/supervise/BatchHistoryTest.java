package io.lakehouse.platform.supervise;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakehouse.platform.engine.Home;
import io.lakehouse.platform.supervise.BatchRun.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BatchHistoryTest {
    @TempDir
    private Path folder;

    @Test
    void runsThatEndedAreToldTheNewestFirst() throws IOException {
        var history = history();
        end(history, "run-1", State.PUBLISHED);
        end(history, "run-2", State.FAILED);
        end(history, "run-3", State.UNCHANGED);

        assertThat(history.newest(2)).extracting(BatchRun::runId).containsExactly("run-3", "run-2");
        assertThat(history().find("run-1")).get().extracting(BatchRun::state).isEqualTo(State.PUBLISHED);
        assertThat(history.find("run-4")).isEmpty();
        assertThat(history.unended()).isEmpty();
    }

    @Test
    void aRunThatDiedIsAbandonedUntilARunThatSweptItEnds() throws IOException {
        var history = history();
        history.begin("died");
        assertThat(history.unended()).containsExactly("died");
        var abandoned = history.abandoned();
        history.begin("next");

        history.end(run("next", State.PUBLISHED), Set.copyOf(abandoned));

        assertThat(abandoned).containsExactly("died");
        assertThat(history.abandoned()).isEmpty();
    }

    @Test
    void ofRejectedRunsTheLastThreeKeepTheirBranches() throws IOException {
        var history = history();
        for (var number = 1; number <= 5; number++) {
            end(history, "rejected-" + number, State.REJECTED);
            end(history, "failed-" + number, State.FAILED);
        }

        assertThat(history.abandoned()).containsExactly("rejected-2", "rejected-1");
    }

    @Test
    void aLineThatWasCutWhenTheMachineStoppedHidesNoOther() throws IOException {
        var history = history();
        end(history, "run-1", State.PUBLISHED);
        Files.writeString(
                folder.resolve("data/batches/sales/history.jsonl"), "{\"pipeline\":\"sa\n", StandardOpenOption.APPEND);
        end(history, "run-2", State.PUBLISHED);

        assertThat(history.newest(10)).extracting(BatchRun::runId).containsExactly("run-2", "run-1");
    }

    private BatchHistory history() {
        return new BatchHistory(new Home(folder, 0), "sales");
    }

    private static void end(BatchHistory history, String runId, State state) throws IOException {
        history.begin(runId);
        history.end(run(runId, state), Set.of());
    }

    private static BatchRun run(String runId, State state) {
        return new BatchRun(
                "sales", runId, state, "2026-01-01T00:00:00Z", 1.5, 3, 2, 1, 4, 4000, 3, 3000, "", "/logs/" + runId);
    }
}
