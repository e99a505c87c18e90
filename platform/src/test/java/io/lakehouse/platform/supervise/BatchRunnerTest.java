package io.lakehouse.platform.supervise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.lakehouse.platform.engine.Failure;
import io.lakehouse.platform.engine.Home;
import io.lakehouse.platform.supervise.BatchRun.State;
import io.lakehouse.platform.supervise.BatchRunner.Request;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real processes: a shell that stands in the place of the JVM that runs a batch. */
class BatchRunnerTest {
    private static final Duration LONG = Duration.ofMinutes(5);

    @TempDir
    private Path folder;

    @Test
    void aRunThatTakesTooLongIsKilledAndIsSweptByTheNext() throws Exception {
        var runner = runner("echo $$ > pid; exec sleep 300");

        var run = run(runner, Duration.ofMillis(500)).orElseThrow();

        assertThat(run.state()).isEqualTo(State.FAILED);
        assertThat(run.reason()).startsWith("killed since it took longer");
        assertThat(ProcessHandle.of(pid())).isEmpty();
        assertThat(history().abandoned()).containsExactly(run.runId());
    }

    @Test
    void aSecondRunOfAPipelineDoesNothingWhileTheFirstIsUnderWay() throws Exception {
        var first = runner("echo $$ > pid; exec sleep 300");
        var running = CompletableFuture.supplyAsync(() -> run(first, LONG));
        awaitStarted();

        assertThat(run(first, LONG)).isEmpty();
        assertThat(run(runner("exit 1"), LONG)).isEmpty();
        assertThat(history().all(10)).extracting(BatchRun::state).containsExactly(State.RUNNING);

        first.stop();
        running.join();
    }

    @Test
    void aLeaseThatAnotherHomeHoldsKeepsARunFromStarting() throws Exception {
        var runner =
                BatchRunner.fresh(RunSpecs.command(folder, "touch pid"), pipeline -> Optional.empty(), runId -> false);

        assertThat(run(runner, LONG)).isEmpty();
        assertThat(folder.resolve("data/spark/pid")).doesNotExist();
        assertThat(history().all(10)).isEmpty();
    }

    @Test
    void whatIsUnderWayWhenThePlatformGoesDownIsKilledAndNoOtherStarts() throws Exception {
        var runner = runner("echo $$ > pid; exec sleep 300");
        var running = CompletableFuture.supplyAsync(() -> run(runner, LONG));
        awaitStarted();

        runner.stop();

        var run = running.join().orElseThrow();
        assertThat(run.state()).isEqualTo(State.FAILED);
        assertThat(run.reason()).isEqualTo("killed since the platform went down");
        assertThat(ProcessHandle.of(pid())).isEmpty();
    }

    @Test
    void theLastLineThatAFailedRunPrintsIsItsReason() throws Exception {
        var run =
                run(runner("echo first; echo the store is gone; exit 1"), LONG).orElseThrow();

        assertThat(run.reason()).isEqualTo("ended with code 1: the store is gone");
        assertThatThrownBy(run::required).isInstanceOfSatisfying(Failure.class, failure -> assertThat(failure.log())
                .contains(Path.of(run.log())));
        Files.delete(Path.of(run.log()));
        assertThatThrownBy(run::required).isInstanceOfSatisfying(Failure.class, failure -> assertThat(failure.log())
                .isEmpty());
        assertThat(run.attempt()).isEqualTo(2);
        assertThat(run.startedBy()).isEqualTo("airflow");
    }

    @Test
    void aFailedRunIsNamedOnce() throws Exception {
        var script =
                """
                for spec; do :; done
                run=$(tr -d ' \\n' < "$spec" | sed 's/.*"runId":"\\([^"]*\\)".*/\\1/')
                echo "batch $run of pipeline sales failed: the store is gone"
                exit 1
                """;

        var run = run(runner(script), LONG).orElseThrow();

        assertThat(Files.readString(Path.of(run.log()))).contains(run.runId());
        assertThatThrownBy(run::required)
                .hasMessage("batch " + run.runId() + " of sales failed: ended with code 1: the store is gone");
    }

    @Test
    void aRunThatBrokeOffBehindItsPublicationIsPublishedAndItsBranchIsSweptByTheNext() throws Exception {
        var runner = runner("echo cut off; exit 137", runId -> true);

        var run = run(runner, LONG).orElseThrow();

        assertThat(run.state()).isEqualTo(State.PUBLISHED);
        assertThat(run.required().reason())
                .isEqualTo("ended with code 137: cut off; it had published before that, and its figures are not known");
        assertThat(history().newest(1)).containsExactly(run);
        assertThat(history().abandoned()).containsExactly(run.runId());
    }

    @Test
    void whetherABrokenRunHadPublishedIsNotGuessed() throws Exception {
        var runner = runner("echo cut off; exit 137", runId -> {
            throw new Failure("nessie: no answer");
        });

        var run = run(runner, LONG).orElseThrow();

        assertThat(run.state()).isEqualTo(State.FAILED);
        assertThat(run.reason())
                .isEqualTo("ended with code 137: cut off; whether it had published before that cannot be told:"
                        + " nessie: no answer");
    }

    @Test
    void aRejectedRunIsToldFromAFailedOne() throws Exception {
        var script = "echo '  of before'; echo two current rows; echo '  key 1:2 é'; echo '  key 1:3'; exit 3";

        var run = run(runner(script), LONG).orElseThrow();

        assertThat(run.state()).isEqualTo(State.REJECTED);
        assertThat(run.reason()).isEqualTo("two current rows");
        assertThat(run.rows()).containsExactly("key 1:2 é", "key 1:3");
        assertThat(history().abandoned()).isEmpty();
        assertThatThrownBy(run::required)
                .hasMessage("batch " + run.runId() + " of sales was rejected, nothing was published: two current rows");
    }

    @Test
    void aRejectionThatNamesItsRunIsToldAsItIs() {
        var rejected = begun().in(State.REJECTED, 1, "batch 1 of pipeline sales rejected: two; nothing was published");

        assertThatThrownBy(rejected::required).hasMessage(rejected.reason());
    }

    private static BatchRun begun() {
        return BatchRun.begun("sales", "1", "2026-01-01T00:00:00Z", "/none", 1, "airflow", BatchRun.Kind.RUN);
    }

    private Optional<BatchRun> run(BatchRunner runner, Duration limit) {
        return runner.run(new Request("sales", limit, 2, "airflow"), RunSpecs::of);
    }

    private BatchRunner runner(String script) throws Exception {
        return runner(script, runId -> false);
    }

    private BatchRunner runner(String script, BatchRunner.Publications publications) throws Exception {
        return BatchRunner.fresh(RunSpecs.command(folder, script), pipeline -> Optional.of(() -> {}), publications);
    }

    private BatchHistory history() {
        return new BatchHistory(new Home(folder, 0), "sales");
    }

    private void awaitStarted() {
        await().atMost(Duration.ofSeconds(60)).until(() -> Files.exists(folder.resolve("data/spark/pid")));
    }

    private long pid() throws Exception {
        return Long.parseLong(Files.readString(folder.resolve("data/spark/pid")).strip());
    }
}
