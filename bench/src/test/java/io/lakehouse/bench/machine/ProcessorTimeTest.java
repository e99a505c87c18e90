package io.lakehouse.bench.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ProcessorTimeTest {
    @Test
    void user_and_system_time_are_read_behind_a_name_that_holds_anything() {
        var stat = "42 (a) b (c) S 1 42 42 0 -1 4194560 9 0 0 0 1234 66 7 8 20 0 31 0 100 1 2";

        assertThat(ProcessorTime.parse(stat)).isEqualTo(13.0);
    }

    @Test
    void what_this_process_computes_is_counted() {
        var own = ProcessHandle.current().pid();
        var before = ProcessorTime.seconds(own);

        var spun = 0.0;
        while (ProcessorTime.seconds(own) - before < 0.05) {
            spun += Math.sqrt(spun + 1);
        }

        assertThat(ProcessorTime.seconds(own)).isGreaterThanOrEqualTo(before + 0.05);
    }

    @Test
    void of_a_tree_what_runs_below_is_counted_and_what_has_ended_there_and_what_is_left_out_is_not() throws Exception {
        // The first child has ended when it prints; the second goes on until its input is closed.
        var shell = new ProcessBuilder(
                        "sh", "-c", "sh -c 'i=0; while [ $i -lt 200000 ]; do i=$((i+1)); done'; echo; cat; true")
                .start();
        try {
            assertThat(shell.inputReader().readLine()).isEmpty();
            var ended = ProcessorTime.ofTree(shell.pid(), process -> true);

            assertThat(ended).isGreaterThan(ProcessorTime.seconds(shell.pid()));
            assertThat(ProcessorTime.ofTree(ProcessHandle.current().pid(), process -> false))
                    .isGreaterThanOrEqualTo(ended);
        } finally {
            shell.destroy();
        }
    }

    @Test
    void a_moment_between_two_samples_has_its_share_of_what_lies_between_them() {
        var series = new TreeMap<>(Map.of(1000L, 1.0, 2000L, 3.0));

        assertThat(ProcessorWatch.at(series, 1250)).isCloseTo(1.5, within(1e-9));
        assertThat(ProcessorWatch.at(series, 500)).isEqualTo(1.0);
        assertThat(ProcessorWatch.at(series, 2500)).isEqualTo(3.0);
    }
}
