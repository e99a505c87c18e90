package io.lakehouse.bench.scd2;

import com.sun.management.GarbageCollectionNotificationInfo;
import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import javax.management.ListenerNotFoundException;
import javax.management.Notification;
import javax.management.NotificationEmitter;
import javax.management.NotificationListener;
import javax.management.openmbean.CompositeData;
import org.apache.hadoop.fs.FileSystem;
import org.jspecify.annotations.Nullable;

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
     * @param heapAfterCollection most bytes of the heap that a collection left, which may be garbage of the old
     *     generation too; what is in use at the end where none happened
     */
    record Cost(
            double seconds,
            double processorSeconds,
            double bytesRead,
            double bytesWritten,
            double heapAfterCollection) {}

    /** Runs it. */
    static Cost of(Runnable work) {
        var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        System.gc();
        var files = files();
        var computed = system.getProcessCpuTime();
        try (var collections = new Collections()) {
            var started = System.nanoTime();
            work.run();
            var seconds = (System.nanoTime() - started) / 1e9;
            var after = files();
            return new Cost(
                    seconds,
                    (system.getProcessCpuTime() - computed) / 1e9,
                    after[0] - files[0],
                    after[1] - files[1],
                    collections.most());
        }
    }

    /** Listens to what garbage collections leave. */
    private static final class Collections implements NotificationListener, AutoCloseable {
        private final List<NotificationEmitter> collectors = ManagementFactory.getGarbageCollectorMXBeans().stream()
                .map(NotificationEmitter.class::cast)
                .toList();
        private final Set<String> heap = ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .map(MemoryPoolMXBean::getName)
                .collect(Collectors.toSet());
        private final AtomicLong most = new AtomicLong();

        Collections() {
            collectors.forEach(collector -> collector.addNotificationListener(this, null, null));
        }

        @Override
        public void handleNotification(Notification notification, @Nullable Object unused) {
            if (notification.getType().equals(GarbageCollectionNotificationInfo.GARBAGE_COLLECTION_NOTIFICATION)) {
                var left = GarbageCollectionNotificationInfo.from((CompositeData) notification.getUserData())
                        .getGcInfo()
                        .getMemoryUsageAfterGc();
                most.accumulateAndGet(
                        left.entrySet().stream()
                                .filter(pool -> heap.contains(pool.getKey()))
                                .mapToLong(pool -> pool.getValue().getUsed())
                                .sum(),
                        Math::max);
            }
        }

        long most() {
            return most.get() > 0
                    ? most.get()
                    : ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
        }

        @Override
        public void close() {
            for (var collector : collectors) {
                try {
                    collector.removeNotificationListener(this);
                } catch (ListenerNotFoundException e) {
                    throw new IllegalStateException(e);
                }
            }
        }
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
