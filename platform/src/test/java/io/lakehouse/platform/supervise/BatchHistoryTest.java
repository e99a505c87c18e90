package io.lakehouse.platform.supervise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakehouse.platform.engine.Failure;
import io.lakehouse.platform.engine.Home;
import io.lakehouse.platform.supervise.BatchRun.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
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
    void aRunIsUnderWayWhileTheProcessThatWaitsForItLives() throws IOException {
        var history = history();
        end(history, "run-1", State.PUBLISHED);

        history.begin(run("run-2", State.RUNNING));

        assertThat(history.all(10)).extracting(BatchRun::runId).containsExactly("run-2", "run-1");
        assertThat(history.all(10)).extracting(BatchRun::state).containsExactly(State.RUNNING, State.PUBLISHED);
    }

    @Test
    void aRunWhoseProcessDiedHasFailedAndIsAbandonedUntilARunThatSweptItEnds() throws IOException {
        var history = history();
        history.begin(run("died", State.RUNNING));
        var mark = folder.resolve("data/batches/sales/died.started");
        Files.writeString(mark, Files.readString(mark).replaceFirst("\"startTicks\":\\d+", "\"startTicks\":1"));

        assertThat(history.unended()).extracting(BatchRun::state).containsExactly(State.FAILED);
        history.settle(died -> died);
        var abandoned = history.abandoned();
        history.begin(run("next", State.RUNNING));
        history.end(run("next", State.PUBLISHED), Set.copyOf(abandoned));

        assertThat(abandoned).containsExactly("died");
        assertThat(history.abandoned()).isEmpty();
        assertThat(history.all(10)).extracting(BatchRun::runId).containsExactly("next", "died");
        assertThat(history.all(10)).extracting(BatchRun::state).containsExactly(State.PUBLISHED, State.FAILED);
    }

    @Test
    void aRunThatDiedTookAsLongAsItsLogGrew() throws IOException {
        var history = history();
        history.begin(run("died", State.RUNNING));
        history.begin(run("silent", State.RUNNING));
        for (var run : List.of("died", "silent")) {
            var mark = folder.resolve("data/batches/sales/" + run + ".started");
            Files.writeString(
                    mark,
                    Files.readString(mark)
                            .replace("/logs/" + run, history.log(run).toString())
                            .replaceFirst("\"startTicks\":\\d+", "\"startTicks\":1"));
        }
        Files.setLastModifiedTime(
                Files.writeString(history.log("died"), "log"), FileTime.from(Instant.parse("2026-01-01T00:00:12.5Z")));

        assertThat(history.unended()).extracting(BatchRun::seconds).containsExactly(0.0, 12.5);
    }

    @Test
    void aRunThatFailedMayHaveLeftABranchBehind() throws IOException {
        var history = history();

        end(history, "failed", State.FAILED);

        assertThat(history.unended()).isEmpty();
        assertThat(history.abandoned()).containsExactly("failed");
    }

    @Test
    void runsThatPublishedAreCountedSinceTheLastUpkeep() throws IOException {
        var history = history();
        end(history, "run-1", State.PUBLISHED);
        end(history, "run-2", State.PUBLISHED);
        var before = history.publishedSinceUpkeep();
        history.begin(run("run-3", State.RUNNING, BatchRun.Kind.UPKEEP));
        history.end(run("run-3", State.PUBLISHED, BatchRun.Kind.UPKEEP), Set.of());
        end(history, "run-4", State.PUBLISHED);
        end(history, "run-5", State.UNCHANGED);
        end(history, "run-6", State.FAILED);

        assertThat(before).isEqualTo(2);
        assertThat(history.publishedSinceUpkeep()).isEqualTo(1);
    }

    @Test
    void onlyTheLastThousandRunsAndTheirLogsAreKept() throws IOException {
        var history = history();
        for (var number = 1000; number < 3000; number++) {
            Files.writeString(history.log("run-" + number), "log");
            end(history, "run-" + number, State.UNCHANGED);
        }

        assertThat(history.newest(5000)).hasSize(1000);
        assertThat(history.log("run-1999")).doesNotExist();
        assertThat(history.log("run-2000")).exists();
    }

    @Test
    void theRunsOfAPipelineAreForgottenWithTheirLogsOnceNoneIsUnderWay() throws IOException {
        var home = new Home(folder, 0);
        var history = history();
        Files.writeString(history.log("run-1"), "log");
        end(history, "run-1", State.PUBLISHED);
        history.begin(run("run-2", State.RUNNING));

        assertThatThrownBy(() -> BatchHistory.forget(home, "sales"))
                .isInstanceOf(Failure.class)
                .hasMessage("run run-2 is under way; try again when it has ended");
        assertThat(history.find("run-1")).isPresent();

        end(history, "run-2", State.PUBLISHED);
        BatchHistory.forget(home, "sales");

        assertThat(BatchHistory.isThere(home, "sales")).isFalse();
        assertThat(history.log("run-1")).doesNotExist();
        assertThat(history().all(10)).isEmpty();
        assertThat(BatchHistory.isThere(home, "sales")).as("whoever looks").isFalse();
    }

    @Test
    void ofRejectedRunsTheLastThreeKeepTheirBranches() throws IOException {
        var history = history();
        for (var number = 1; number <= 5; number++) {
            end(history, "rejected-" + number, State.REJECTED);
            end(history, "unchanged-" + number, State.UNCHANGED);
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
        history.begin(run(runId, State.RUNNING));
        history.end(run(runId, state), Set.of());
    }

    private static BatchRun run(String runId, State state) {
        return run(runId, state, BatchRun.Kind.RUN);
    }

    private static BatchRun run(String runId, State state, BatchRun.Kind kind) {
        return new BatchRun(
                "sales",
                runId,
                state,
                "2026-01-01T00:00:00Z",
                1.5,
                3,
                2,
                1,
                4,
                4000,
                3,
                3000,
                "",
                "/logs/" + runId,
                1,
                BatchRun.SCHEDULER,
                kind,
                "",
                List.of());
    }
}
