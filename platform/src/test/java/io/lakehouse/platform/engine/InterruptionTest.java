package io.lakehouse.platform.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class InterruptionTest {
    /** Ended by SIGTERM, as Java tells it. */
    private static final int TERMINATED = 143;

    /** What a process does that is told to end: its work takes a while to stop. */
    static final class Interrupted {
        public static void main(String[] arguments) throws InterruptedException {
            try (var over = Interruption.stops(() -> System.out.println("stopped before"))) {
                System.out.println("done before");
            }
            var stopped = new CountDownLatch(1);
            try (var interruption = Interruption.stops(stopped::countDown)) {
                System.out.println("under way");
                stopped.await();
                try (var late = Interruption.stops(() -> System.out.println("stopped late"))) {
                    TimeUnit.MILLISECONDS.sleep(300);
                }
                System.out.println("told");
            }
        }
    }

    @Test
    void aProcessThatIsToldToEndStopsWhatIsUnderWayAndTellsWhatBecameOfIt() throws IOException, InterruptedException {
        var process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Interrupted.class.getName())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (var output = process.inputReader()) {
            assertThat(output.readLine()).isEqualTo("done before");
            assertThat(output.readLine()).isEqualTo("under way");

            process.toHandle().destroy();

            assertThat(output.lines()).containsExactly("told");
            assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
            assertThat(process.exitValue()).isEqualTo(TERMINATED);
        } finally {
            process.destroyForcibly();
        }
    }
}
