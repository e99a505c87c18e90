package io.lakehouse.platform.lanes.batch;

import static io.lakehouse.platform.lanes.batch.ScriptedRuns.PIPELINE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.lakehouse.contract.declaration.BatchDeclaration;
import io.lakehouse.platform.engine.Failure;
import io.lakehouse.platform.source.DatabaseAddress;
import io.lakehouse.platform.source.RunningPostgres;
import io.lakehouse.platform.source.Sql;
import io.lakehouse.platform.supervise.BatchRun.State;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The scheduler on a real PostgreSQL. What it runs is told how to end; nothing else is played. */
class BatchSchedulerIT {
    private static final String HERE = "scheduler here";
    private static final Duration TICK = Duration.ofMillis(50);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final BatchDeclaration OFTEN = every(Duration.ofMillis(300));
    private static final BatchDeclaration HOURLY = every(Duration.ofHours(1));

    @TempDir
    private static Path home;

    private static RunningPostgres postgres;
    private static DatabaseAddress server;

    private DatabaseAddress database;
    private static int number;

    @BeforeAll
    static void start() throws Exception {
        postgres = RunningPostgres.in(home);
        server = postgres.create("other");
    }

    @AfterAll
    static void stop() throws Exception {
        postgres.close();
    }

    @BeforeEach
    void takeAnotherDatabase() {
        database = server.withDatabase("orchestration_" + ++number);
    }

    @Test
    void runsFollowEachOtherAndNeverOverlap() {
        var runs = new ScriptedRuns(OFTEN);

        try (var scheduler = started(runs)) {
            until(() -> runs.starts().size() >= 4);
        }

        assertThat(runs.hasOverlapped()).isFalse();
        assertThat(runs.attempts()).containsOnly(1);
    }

    @Test
    void aRunThatFailedIsTriedAgainAfterPausesThatDoubleAndThenANewSeriesBegins() {
        var batch = new BatchDeclaration(Duration.ofSeconds(2), 2, Duration.ofMillis(200), Duration.ofMinutes(1));
        var runs = new ScriptedRuns(batch, State.FAILED, State.FAILED, State.FAILED, State.UNCHANGED);

        try (var scheduler = started(runs)) {
            until(() -> runs.starts().size() >= 5);
        }

        assertThat(runs.attempts()).startsWith(1, 2, 3, 1, 1);
        assertThat(Duration.between(runs.starts().get(0), runs.starts().get(1))).isGreaterThan(Duration.ofMillis(199));
        assertThat(Duration.between(runs.starts().get(1), runs.starts().get(2))).isGreaterThan(Duration.ofMillis(399));
    }

    @Test
    void aRunThatTheAuditRejectedIsNotTriedAgain() {
        var runs = new ScriptedRuns(HOURLY, State.REJECTED);

        try (var scheduler = started(runs)) {
            until(() -> !runs.starts().isEmpty());
            until(() -> nextRun().isAfter(Instant.now().plus(Duration.ofMinutes(59))));
        }

        assertThat(runs.attempts()).containsExactly(1);
    }

    @Test
    void whatWasMissedIsMadeUpForByOneRun() throws Exception {
        var runs = new ScriptedRuns(HOURLY).after(Instant.now().minus(Duration.ofHours(10)));
        try (var scheduler = started(runs)) {
            until(() -> runs.starts().size() == 1 && nextRun().isAfter(Instant.now()));
        }
        change("UPDATE scheduled_tasks SET execution_time = now() - interval '5 hours 20 minutes'");

        var later = new ScriptedRuns(HOURLY);
        try (var scheduler = started(later)) {
            until(() -> later.starts().size() == 1 && nextRun().isAfter(Instant.now()));
        }

        assertThat(later.starts()).hasSize(1);
        assertThat(nextRun())
                .isBetween(
                        Instant.now().plus(Duration.ofMinutes(35)),
                        Instant.now().plus(Duration.ofMinutes(41)));
    }

    @Test
    void aRecentRunIsWaitedFor() {
        var runs = new ScriptedRuns(HOURLY).after(Instant.now().minus(Duration.ofMinutes(20)));

        try (var scheduler = started(runs)) {
            until(() -> !due().isEmpty());
        }

        assertThat(runs.starts()).isEmpty();
        assertThat(nextRun())
                .isBetween(
                        Instant.now().plus(Duration.ofMinutes(38)),
                        Instant.now().plus(Duration.ofMinutes(41)));
    }

    @Test
    void aPausedPipelineHasNoNextRunAndOneRunAfterItIsResumed() {
        var runs = new ScriptedRuns(HOURLY).after(Instant.now());
        var controls = BatchControls.open(database);
        try (var scheduler = started(runs)) {
            until(() -> !due().isEmpty());

            controls.pause(PIPELINE);
            until(() -> due().isEmpty());
            runs.after(Instant.now().minus(Duration.ofHours(3)));
            assertThat(controls.of(PIPELINE).pausedSince()).isNotNull();
            controls.resume(PIPELINE);

            until(() -> runs.starts().size() == 1 && nextRun().isAfter(Instant.now()));
        }
        assertThat(runs.starts()).hasSize(1);
    }

    @Test
    void aPipelineThatIsForgottenIsNeitherPausedNorLeased() {
        var controls = BatchControls.open(database);
        controls.give(PIPELINE, "airflow");
        controls.pause(PIPELINE);
        controls.pause("another");

        controls.forget(PIPELINE);

        assertThat(controls.of(PIPELINE)).isEqualTo(BatchControl.NONE);
        assertThat(controls.of("another").isPaused()).isTrue();
    }

    @Test
    void whatIsLeasedToAnotherIsNotScheduledUntilItIsReleased() {
        var runs = new ScriptedRuns(OFTEN);
        var controls = BatchControls.open(database);
        controls.give(PIPELINE, "airflow");

        try (var scheduler = started(runs)) {
            until(() -> scheduler.looks() > 2);
            assertThat(due()).isEmpty();
            assertThat(runs.starts()).isEmpty();
            controls.release(PIPELINE);

            until(() -> !runs.starts().isEmpty());
        }
        assertThat(controls.of(PIPELINE).owner()).isEqualTo(HERE);
    }

    @Test
    void ofTwoSchedulersOneOwnsAPipeline() {
        var first = new ScriptedRuns(OFTEN);
        var second = new ScriptedRuns(OFTEN);

        try (var here = started(first)) {
            until(() -> !first.starts().isEmpty());
            try (var there = new BatchScheduler(database, "scheduler there", second, TICK)) {
                there.start();
                until(() -> there.looks() > 3);
                var before = first.starts().size();
                until(() -> first.starts().size() > before);
            }
        }

        assertThat(second.starts()).isEmpty();
    }

    @Test
    void aPipelineThatIsScheduledNoMoreIsLetGo() {
        var runs = new ScriptedRuns(HOURLY).after(Instant.now());
        var controls = BatchControls.open(database);
        try (var scheduler = started(runs)) {
            until(() -> !due().isEmpty());

            runs.declare(BatchDeclaration.DEFAULT);

            until(() -> due().isEmpty() && controls.of(PIPELINE).owner() == null);
        }
        assertThat(runs.starts()).isEmpty();
    }

    @Test
    void aShorterIntervalHoldsAtOnce() {
        var runs = new ScriptedRuns(HOURLY).after(Instant.now());
        try (var scheduler = started(runs)) {
            until(() -> !due().isEmpty());

            runs.declare(OFTEN);

            until(() -> !runs.starts().isEmpty());
        }
    }

    @Test
    void aRunThatIsKilledWhenItsSchedulerEndsIsDueAtTheNextStart() {
        var runs = new ScriptedRuns(HOURLY).untilStopped();
        try (var scheduler = started(runs)) {
            until(() -> !runs.starts().isEmpty());
        }

        var later = new ScriptedRuns(HOURLY);
        try (var scheduler = started(later)) {
            until(() -> !later.starts().isEmpty());
        }
    }

    @Test
    void aRunWhoseSchedulerWasKilledIsTakenUpAgain() throws Exception {
        var runs = new ScriptedRuns(HOURLY).after(Instant.now());
        try (var scheduler = started(runs)) {
            until(() -> !due().isEmpty());
        }
        change("UPDATE scheduled_tasks SET execution_time = now() - interval '1 minute', picked = true,"
                + " picked_by = 'a process that was killed', last_heartbeat = now() - interval '1 minute'");

        try (var scheduler = started(runs)) {
            until(() -> !runs.starts().isEmpty());
        }
    }

    @Test
    void withoutPostgresItSaysSoAndGoesOnTrying() throws Exception {
        var runs = new ScriptedRuns(OFTEN);
        try (var scheduler = started(runs)) {
            until(() -> !runs.starts().isEmpty());

            postgres.kill();
            until(() -> scheduler.problem().contains("orchestration_" + number));
            assertThatThrownBy(() -> new PipelineLease(database).tryAcquire(PIPELINE))
                    .isInstanceOf(Failure.class)
                    .hasMessageStartingWith("no batch of sales was started, since PostgreSQL cannot say");
            var before = runs.starts().size();
            postgres.restart();

            until(() -> scheduler.problem().isEmpty() && runs.starts().size() > before);
        }
    }

    @Test
    void itLogsInOnceAndNotForEveryLook() {
        try (var scheduler = started(new ScriptedRuns(HOURLY))) {
            until(() -> scheduler.looks() >= 5);
            var before = sessions();
            var looks = scheduler.looks();

            until(() -> scheduler.looks() >= looks + 20);

            assertThat(before).isNotEmpty();
            assertThat(sessions()).containsAll(before);
        }
    }

    @Test
    void aLeaseIsHeldByOneUntilItIsClosed() {
        var lease = new PipelineLease(database);
        var held = lease.tryAcquire(PIPELINE).orElseThrow();

        assertThat(new PipelineLease(database).tryAcquire(PIPELINE)).isEmpty();
        assertThat(lease.tryAcquire("another")).hasValueSatisfying(BatchSchedulerIT::close);
        held.close();
        assertThat(new PipelineLease(database).tryAcquire(PIPELINE)).hasValueSatisfying(BatchSchedulerIT::close);
    }

    private static void close(io.lakehouse.platform.supervise.BatchLease.Held held) {
        held.close();
    }

    private BatchScheduler started(ScriptedRuns runs) {
        var scheduler = new BatchScheduler(database, HERE, runs, TICK);
        scheduler.start();
        return scheduler;
    }

    private static BatchDeclaration every(Duration time) {
        return new BatchDeclaration(time, 3, Duration.ofMillis(100), Duration.ofMinutes(1));
    }

    private static void until(Callable<Boolean> condition) {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .ignoreExceptions()
                .until(condition);
    }

    private List<String> due() {
        return List.copyOf(BatchDueTimes.of(database, HERE).keySet());
    }

    private Instant nextRun() {
        return BatchDueTimes.of(database, HERE).get(PIPELINE).getExecutionTime();
    }

    /** Who is logged in to the database of the schedule. */
    private List<Integer> sessions() {
        return Sql.ask(server, connection -> {
            try (var statement =
                    connection.prepareStatement("SELECT pid FROM pg_stat_activity WHERE datname = ? ORDER BY pid")) {
                statement.setString(1, database.database());
                var found = new ArrayList<Integer>();
                try (var rows = statement.executeQuery()) {
                    while (rows.next()) {
                        found.add(rows.getInt(1));
                    }
                }
                return found;
            }
        });
    }

    private void change(String sql) {
        Sql.ask(database, connection -> connection.createStatement().executeUpdate(sql));
    }
}
