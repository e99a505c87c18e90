package io.lakehouse.bench.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.LongPredicate;
import java.util.stream.LongStream;

/** Processor time of a process, all of its threads, as Linux counts it in {@code /proc/<pid>/stat} (proc(5)). */
public final class ProcessorTime {
    /** {@code USER_HZ}: ticks per second in files of /proc, the same on every architecture that the platform runs on. */
    private static final double TICKS_PER_SECOND = 100;

    /** Places of user and system time behind the name. */
    private static final int USER = 11;

    private static final int SYSTEM = 12;

    /** Places of the same of children that have ended and were waited for. */
    private static final int ENDED_USER = 13;

    private static final int ENDED_SYSTEM = 14;

    private ProcessorTime() {}

    /** Seconds that a living process has computed; 0 when there is none of this id. */
    public static double seconds(long pid) {
        var stat = stat(pid);
        return stat.isEmpty() ? 0 : parse(stat);
    }

    /**
     * Seconds that a process and all that came from it have computed, those that have ended too.
     *
     * @param left processes below it that do not count, while they live
     */
    public static double ofTree(long pid, LongPredicate left) {
        var below = ProcessHandle.of(pid).stream()
                .flatMap(ProcessHandle::descendants)
                .mapToLong(ProcessHandle::pid)
                .filter(left.negate());
        return LongStream.concat(LongStream.of(pid), below)
                .mapToObj(ProcessorTime::stat)
                .filter(stat -> !stat.isEmpty())
                .mapToDouble(stat -> parse(stat) + parse(stat, ENDED_USER, ENDED_SYSTEM))
                .sum();
    }

    private static String stat(long pid) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
        } catch (IOException e) {
            return "";
        }
    }

    /** The name in brackets may hold anything, so that fields are counted from behind it. */
    static double parse(String stat) {
        return parse(stat, USER, SYSTEM);
    }

    static double parse(String stat, int user, int system) {
        var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return (Long.parseLong(fields[user]) + Long.parseLong(fields[system])) / TICKS_PER_SECOND;
    }
}
