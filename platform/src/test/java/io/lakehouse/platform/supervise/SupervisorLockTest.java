package io.lakehouse.platform.supervise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakehouse.platform.engine.Failure;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SupervisorLockTest {
    @TempDir
    Path run;

    @Test
    void aHomeHasOneSupervisor() {
        try (var first = SupervisorLock.acquire(run)) {
            assertThat(first).isNotNull();
            assertThatThrownBy(() -> SupervisorLock.acquire(run))
                    .isInstanceOf(Failure.class)
                    .hasMessage("the platform in " + run.getParent() + " has a supervisor already; see status");
        }
    }

    @Test
    void whoAsksLearnsThatItIsHeldAndTakesNothing() {
        try (var lock = SupervisorLock.acquire(run)) {
            assertThat(lock).isNotNull();
            assertThat(SupervisorLock.isHeld(run)).isTrue();
            assertThat(SupervisorLock.isHeld(run)).isTrue();
        }
        assertThat(SupervisorLock.isHeld(run)).isFalse();
    }

    @Test
    void itCanBeTakenAgainOnceItsHolderHasEnded() {
        SupervisorLock.acquire(run).close();

        try (var second = SupervisorLock.acquire(run)) {
            assertThat(second).isNotNull();
            assertThat(SupervisorLock.isHeld(run)).isTrue();
        }
    }
}
