package io.lakehouse.bench.scd2;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryType;
import org.apache.hadoop.fs.FileSystem;

/** What something costs this JVM, in which nothing else runs. */
final class Meter {
    private Meter() {}

    /**
     * What it cost.
     *
     * @param seconds from its start to its end
     * @param processorSeconds computed by all threads, compiler and collector too
     * @param bytesRead read from files, metadata too
     * @param bytesWritten written to files, likewise
     * @param peakHeap most bytes of the heap that were in use, garbage too
     */
    record Cost(double seconds, double processorSeconds, double bytesRead, double bytesWritten, double peakHeap) {}

    /** Runs it. */
    static Cost of(Runnable work) {
        var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        System.gc();
        var heap = ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .toList();
        heap.forEach(pool -> pool.resetPeakUsage());
        var files = files();
        var computed = system.getProcessCpuTime();
        var started = System.nanoTime();
        work.run();
        var seconds = (System.nanoTime() - started) / 1e9;
        var after = files();
        return new Cost(
                seconds,
                (system.getProcessCpuTime() - computed) / 1e9,
                after[0] - files[0],
                after[1] - files[1],
                heap.stream().mapToLong(pool -> pool.getPeakUsage().getUsed()).sum());
    }

    private static long[] files() {
        var statistics = FileSystem.getGlobalStorageStatistics().get("file");
        return statistics == null
                ? new long[2]
                : new long[] {value(statistics.getLong("bytesRead")), value(statistics.getLong("bytesWritten"))};
    }

    private static long value(Long figure) {
        return figure == null ? 0 : figure;
    }
}
