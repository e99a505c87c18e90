package io.lakehouse.bench.freshness;

import io.lakehouse.bench.machine.ProcessorTime;
import io.lakehouse.bench.platform.RaisedPlatform;
import io.lakehouse.platform.engine.Failure;
import io.lakehouse.platform.realtime.PinotQuery;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;

/** What one query of the observer costs Pinot and this process, measured on the platform while nothing changes. */
final class ObserverCost {
    private static final Duration LENGTH = Duration.ofSeconds(5);

    private final PinotQuery pinot;
    private final String table;
    private final Duration pause;
    private final long pinotProcess;

    ObserverCost(RaisedPlatform platform, PinotQuery pinot, String table, Duration pause) {
        this.pinot = pinot;
        this.table = table;
        this.pause = pause;
        this.pinotProcess = platform.state().engines().stream()
                .filter(engine -> engine.name().equals("pinot"))
                .findFirst()
                .orElseThrow(() -> new Failure("the platform has no Pinot"))
                .pid();
    }

    /** Seconds that this process has computed. */
    static double ownSeconds() {
        return ProcessorTime.seconds(ProcessHandle.current().pid());
    }

    /**
     * CPU-seconds per query, beyond what both processes compute without any.
     *
     * @param keys how many keys a query asks for
     */
    double secondsPerQuery(long keys) {
        var idle = used(List.of());
        var asked = used(LongStream.rangeClosed(1, Math.max(1, keys)).boxed().toList());
        return Math.max(0, asked.seconds() - idle.seconds()) / asked.queries();
    }

    private record Used(double seconds, long queries) {}

    private Used used(List<Long> ids) {
        var queries = 0L;
        var before = ownSeconds() + ProcessorTime.seconds(pinotProcess);
        var end = System.nanoTime() + LENGTH.toNanos();
        while (end - System.nanoTime() > 0) {
            if (!ids.isEmpty()) {
                pinot.run(VisibilityObserver.query(table, ids));
                queries++;
            }
            LockSupport.parkNanos(pause.toNanos());
        }
        return new Used(ownSeconds() + ProcessorTime.seconds(pinotProcess) - before, queries);
    }
}
