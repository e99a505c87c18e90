package io.lakehouse.bench.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Processor time of a process, all of its threads, as Linux counts it in {@code /proc/<pid>/stat} (proc(5)). */
public final class ProcessorTime {
    /** {@code USER_HZ}: ticks per second in files of /proc, the same on every architecture that the platform runs on. */
    private static final double TICKS_PER_SECOND = 100;

    /** Places of user and system time behind the name: of the process, and of its children that have ended. */
    private static final int OWN = 11;

    private static final int ENDED_CHILDREN = 13;

    private ProcessorTime() {}

    /** Seconds that a living process has computed; 0 when there is none of this id. */
    public static double seconds(long pid) {
        return read(pid, false);
    }

    /** Likewise, with the processes that it has started, living and ended, and those that they have. */
    public static double ofTree(long pid) {
        return read(pid, true)
                + ProcessHandle.of(pid).stream()
                        .flatMap(ProcessHandle::descendants)
                        .mapToDouble(child -> read(child.pid(), true))
                        .sum();
    }

    private static double read(long pid, boolean withEndedChildren) {
        try {
            return parse(Files.readString(Path.of("/proc", Long.toString(pid), "stat")), withEndedChildren);
        } catch (IOException e) {
            return 0;
        }
    }

    /** The name in brackets may hold anything, so that fields are counted from behind it. */
    static double parse(String stat, boolean withEndedChildren) {
        var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        var ticks = Long.parseLong(fields[OWN]) + Long.parseLong(fields[OWN + 1]);
        if (withEndedChildren) {
            ticks += Long.parseLong(fields[ENDED_CHILDREN]) + Long.parseLong(fields[ENDED_CHILDREN + 1]);
        }
        return ticks / TICKS_PER_SECOND;
    }
}
