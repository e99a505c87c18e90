package io.lakehouse.platform.realtime;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tests that share one real-time lane, since its engines take long to start. */
abstract class OnRealtimeLane {
    final RealtimeLane lane;
    final Path folder;

    OnRealtimeLane(RealtimeLane lane, Path folder) {
        this.lane = lane;
        this.folder = folder;
    }

    final void produceCurrent(String topic, Sales sale) {
        lane.produce(topic, sale.key(), sale.current());
    }

    static List<@Nullable String> row(@Nullable String... values) {
        return new ArrayList<>(Arrays.asList(values));
    }
}
