package io.lakehouse.platform.lanes.batch;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakehouse.platform.engine.Failure;
import io.lakehouse.platform.engine.Home;
import io.lakehouse.platform.engine.Processes.Identity;
import io.lakehouse.platform.lanes.batch.BatchDesk.Answer;
import io.lakehouse.platform.lanes.batch.BatchDesk.Clerk;
import io.lakehouse.platform.lanes.batch.BatchDesk.Request;
import io.lakehouse.platform.supervise.BatchRun;
import io.lakehouse.platform.supervise.BatchRun.State;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BatchDeskTest {
    private static final BatchRun RUN = new BatchRun(
            "sales",
            "run-1",
            State.PUBLISHED,
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
            "/log",
            2,
            "cron",
            BatchRun.Kind.RUN,
            "",
            List.of());

    @TempDir
    private Path folder;

    @Test
    void aRequestIsTakenOnceAndAnsweredWithWhatBecameOfTheRun() {
        var taken = new ArrayList<Request>();
        try (var desk = opened(request -> {
            taken.add(request);
            return Optional.of(RUN);
        })) {
            assertThat(ask(Optional.of(Duration.ofSeconds(90)))).contains(new Answer(RUN, ""));
        }

        assertThat(taken).singleElement().satisfies(request -> {
            assertThat(request.pipeline()).isEqualTo("sales");
            assertThat(request.attempt()).isEqualTo(2);
            assertThat(request.startedBy()).isEqualTo("cron");
            assertThat(request.timeout()).contains(Duration.ofSeconds(90));
        });
    }

    @Test
    void thatAnotherIsUnderWayAndThatItCannotBeStartedAreAnswersToo() {
        try (var desk = opened(request -> Optional.empty())) {
            assertThat(ask(Optional.empty())).contains(new Answer(null, ""));
        }
        try (var desk = opened(request -> {
            throw new Failure("PostgreSQL is away");
        })) {
            assertThat(ask(Optional.empty())).contains(new Answer(null, "PostgreSQL is away"));
        }
    }

    @Test
    void aSupervisorWhoseClassesWereBuiltAnewSaysSoInsteadOfNothing() {
        try (var desk = opened(request -> {
            throw new NoClassDefFoundError("io/lakehouse/platform/lanes/Deadline");
        })) {
            assertThat(ask(Optional.empty()).orElseThrow().failure())
                    .contains("built anew since it was started", "lanes/Deadline", "lakehouse down, then up");
        }
    }

    @Test
    void withoutAPlatformThatTakesRequestsNothingIsLeftBehind() throws Exception {
        assertThat(ask(Optional.empty())).isEmpty();
        opened(request -> Optional.of(RUN)).close();

        assertThat(ask(Optional.empty())).isEmpty();

        assertThat(left()).isEmpty();
    }

    @Test
    void aRequestThatNobodyWaitsForIsNotCarriedOut() throws Exception {
        var file = folder.resolve("run/batches/0.request");
        Files.createDirectories(file.getParent());
        Files.writeString(
                file,
                "{\"pipeline\":\"old\",\"attempt\":1,\"startedBy\":\"x\",\"timeoutMillis\":0,\"pid\":1,\"startTicks\":-1}");
        var taken = new ArrayList<String>();
        try (var desk = opened(request -> {
            taken.add(request.pipeline());
            return Optional.of(RUN);
        })) {
            ask(Optional.empty());
        }

        assertThat(taken).containsExactly("sales");
        assertThat(left()).isEmpty();
    }

    @Test
    void whoIsInterruptedWhileTheRunGoesOnIsLeftNoAnswer() throws Exception {
        var asker = new ProcessBuilder("sleep", "300").start();
        var ticks = Identity.of(asker.pid()).orElseThrow().startTicks();
        var taken = new CountDownLatch(1);
        try (var desk = opened(request -> {
            asker.destroyForcibly();
            asker.onExit().join();
            taken.countDown();
            return Optional.of(RUN);
        })) {
            Files.writeString(
                    folder.resolve("run/batches/0.request"),
                    "{\"pipeline\":\"sales\",\"attempt\":1,\"startedBy\":\"x\",\"timeoutMillis\":0,\"pid\":%d,\"startTicks\":%d}"
                            .formatted(asker.pid(), ticks));
            taken.await();
        }

        assertThat(left()).isEmpty();
    }

    private BatchDesk opened(Clerk clerk) {
        var desk = new BatchDesk(new Home(folder, 0));
        desk.open(clerk);
        return desk;
    }

    private Optional<Answer> ask(Optional<Duration> timeout) {
        return new BatchDesk(new Home(folder, 0))
                .ask(ProcessHandle.current().pid(), Request.of("sales", 2, "cron", timeout, BatchRun.Kind.RUN));
    }

    private List<Path> left() throws Exception {
        try (var files = Files.list(folder.resolve("run/batches"))) {
            return files.toList();
        }
    }
}
