package io.lakehouse.bench.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Processor time of a process, all of its threads, as Linux counts it in {@code /proc/<pid>/stat} (proc(5)). */
public final class ProcessorTime {
    /** {@code USER_HZ}: ticks per second in files of /proc, the same on every architecture that the platform runs on. */
    private static final double TICKS_PER_SECOND = 100;

    /** Places of user and system time behind the name. */
    private static final int USER = 11;

    private static final int SYSTEM = 12;

    private ProcessorTime() {}

    /** Seconds that a living process has computed; 0 when there is none of this id. */
    public static double seconds(long pid) {
        try {
            return parse(Files.readString(Path.of("/proc", Long.toString(pid), "stat")));
        } catch (IOException e) {
            return 0;
        }
    }

    /** The name in brackets may hold anything, so that fields are counted from behind it. */
    static double parse(String stat) {
        var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return (Long.parseLong(fields[USER]) + Long.parseLong(fields[SYSTEM])) / TICKS_PER_SECOND;
    }
}
