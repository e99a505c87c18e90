package io.lakehouse.platform.supervise;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakehouse.platform.engine.Processes.Identity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerTest {
    @TempDir
    Path run;

    private Process sleeper;

    @BeforeEach
    void aProcessRuns() throws IOException {
        sleeper = new ProcessBuilder("sleep", "600").start();
    }

    @AfterEach
    void itEnds() {
        sleeper.destroyForcibly();
    }

    @Test
    void whatAKilledSupervisorLeftBehindIsEnded() {
        new Ledger(run).add("engine", sleeper.pid());

        var ended = new Ledger(run).endLeftovers();

        assertThat(ended).isEqualTo(1);
        assertThat(sleeper.isAlive()).isFalse();
        assertThat(run.resolve("processes")).isEmptyDirectory();
    }

    @Test
    void itsChildrenEndWithIt() throws IOException {
        var shell = new ProcessBuilder("sh", "-c", "sleep 601 & echo $!; wait").start();
        var child = ProcessHandle.of(
                        Long.parseLong(shell.inputReader().readLine().strip()))
                .orElseThrow();
        new Ledger(run).add("engine", shell.pid());

        new Ledger(run).endLeftovers();

        assertThat(child.onExit()).succeedsWithin(java.time.Duration.ofSeconds(10));
    }

    @Test
    void aStrangerThatWasGivenTheSameIdLivesOn() throws IOException {
        var identity = Identity.of(sleeper.pid()).orElseThrow();
        Files.writeString(
                Files.createDirectories(run.resolve("processes")).resolve("engine"),
                identity.pid() + " " + (identity.startTicks() - 1) + "\n");

        var ended = new Ledger(run).endLeftovers();

        assertThat(ended).isZero();
        assertThat(sleeper.isAlive()).isTrue();
        assertThat(run.resolve("processes")).isEmptyDirectory();
    }

    @Test
    void aProcessThatWasTakenOutOfTheLedgerLivesOn() {
        var ledger = new Ledger(run);
        ledger.add("engine", sleeper.pid());
        ledger.remove("engine");

        var ended = ledger.endLeftovers();

        assertThat(ended).isZero();
        assertThat(sleeper.isAlive()).isTrue();
    }

    @Test
    void aFileThatIsNoRecordEndsNothing() throws IOException {
        Files.writeString(Files.createDirectories(run.resolve("processes")).resolve("engine"), "by halves");

        var ended = new Ledger(run).endLeftovers();

        assertThat(ended).isZero();
    }

    @Test
    void aHomeInWhichNothingEverRanHasNoLeftovers() {
        assertThat(new Ledger(run).endLeftovers()).isZero();
    }
}
