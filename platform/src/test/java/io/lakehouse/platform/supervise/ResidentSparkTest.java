package io.lakehouse.platform.supervise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.lakehouse.platform.engine.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real process that takes orders and answers as the session of Spark does, and what becomes of it. */
class ResidentSparkTest {
    private static final Duration LONG = Duration.ofMinutes(5);
    private static final SessionLimits NONE =
            new SessionLimits(Duration.ofHours(1), Duration.ofHours(1), Long.MAX_VALUE);

    /** What a run does follows from its name. */
    private static final String SESSION =
            """
            while read -r order; do
                echo "$order" >> orders
                case "$order" in
                    *'"runId":"hangs"'*) touch hangs; exec sleep 300 ;;
                    *'"runId":"dies"'*) exit 137 ;;
                    *'"runId":"rejected"'*) echo 3 ;;
                    *) echo 0 ;;
                esac
            done
            """;

    @TempDir
    private Path folder;

    private ResidentSpark spark;

    @AfterEach
    void close() {
        spark.close();
    }

    @Test
    void runsFollowEachOtherInOneProcess() throws Exception {
        start(NONE);
        assertThat(spark.pid()).isEmpty();

        assertThat(run("one")).hasValue(0);
        var pid = spark.pid();
        assertThat(run("rejected")).hasValue(3);

        assertThat(spark.pid()).isEqualTo(pid).isPresent();
        assertThat(Files.readAllLines(folder.resolve("data/spark/orders")))
                .hasSize(2)
                .allSatisfy(order -> assertThat(order).contains("\"log\":\"" + folder.resolve("run.log") + "\""));
    }

    @Test
    void itLetsOthersGoFirst() throws Exception {
        start(NONE);
        run("one");

        var process = Path.of("/proc", Integer.toString(spark.pid().getAsInt()));
        assertThat(niceness(process)).isEqualTo(Math.min(19, niceness(Path.of("/proc/self")) + 5));
        if (Files.exists(process.resolve("autogroup"))) {
            assertThat(Files.readString(process.resolve("autogroup"))).endsWith("nice 5\n");
        }
    }

    private static int niceness(Path process) throws IOException {
        return Integer.parseInt(
                Files.readString(process.resolve("stat")).split("\\) ")[1].split(" ")[16]);
    }

    @Test
    void aRunThatHangsIsKilledByItsLimitAndTheNextGetsAnotherProcess() throws Exception {
        start(NONE);
        run("one");
        var pid = spark.pid();

        assertThat(spark.run(RunSpecs.of("hangs"), folder.resolve("run.log"), Duration.ofMillis(500)))
                .isEmpty();

        assertThat(run("next")).hasValue(0);
        assertThat(spark.pid()).isPresent().isNotEqualTo(pid);
        assertThat(ProcessHandle.of(pid.getAsInt())).isEmpty();
    }

    @Test
    void aProcessThatDiesInARunTellsItsExitCodeAndIsReplaced() throws Exception {
        start(NONE);

        assertThat(run("dies")).hasValue(137);
        assertThat(run("next")).hasValue(0);
    }

    @Test
    void aProcessThatDiedBetweenRunsIsReplaced() throws Exception {
        start(NONE);
        run("one");
        var died = ProcessHandle.of(spark.pid().getAsInt()).orElseThrow();
        died.destroyForcibly();
        died.onExit().join();

        assertThat(run("next")).hasValue(0);
    }

    @Test
    void aProcessThatIsIdleForLongIsEnded() throws Exception {
        start(new SessionLimits(Duration.ofMillis(300), Duration.ofHours(1), Long.MAX_VALUE));
        run("one");
        var pid = spark.pid().getAsInt();

        await().atMost(Duration.ofSeconds(60))
                .until(() -> ProcessHandle.of(pid).isEmpty() && spark.pid().isEmpty());

        assertThat(run("next")).hasValue(0);
    }

    @Test
    void aProcessThatIsOldOrHasGrownIsReplacedAfterItsRun() throws Exception {
        for (var limits : List.of(
                new SessionLimits(Duration.ofHours(1), Duration.ZERO, Long.MAX_VALUE),
                new SessionLimits(Duration.ofHours(1), Duration.ofHours(1), 1))) {
            start(limits);

            assertThat(run("one")).hasValue(0);

            assertThat(spark.pid()).isEmpty();
            spark.close();
        }
    }

    @Test
    void whatRunsWhenItIsClosedIsKilledAndNothingMoreStarts() throws Exception {
        start(NONE);
        var running = CompletableFuture.supplyAsync(() -> run("hangs"));
        await().atMost(Duration.ofSeconds(60)).until(() -> Files.exists(folder.resolve("data/spark/hangs")));

        spark.close();

        assertThat(running.join()).hasValue(137);
        assertThatThrownBy(() -> run("next")).hasRootCauseInstanceOf(Failure.class);
    }

    private void start(SessionLimits limits) throws Exception {
        spark = new ResidentSpark(RunSpecs.command(folder, SESSION), limits);
    }

    private OptionalInt run(String runId) {
        try {
            return spark.run(RunSpecs.of(runId), folder.resolve("run.log"), LONG);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
