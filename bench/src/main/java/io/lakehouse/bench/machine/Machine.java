package io.lakehouse.bench.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What a figure was taken on.
 *
 * @param processor the processor's name
 * @param cores its cores that this process may use
 * @param memoryMegabytes memory, in MiB
 * @param kernel Linux' release
 * @param jdk version of the JVM
 * @param loadAverage how many threads computed or waited to, over the last 1, 5 and 15 minutes: others may share it
 */
public record Machine(
        String processor, int cores, long memoryMegabytes, String kernel, String jdk, String loadAverage) {
    /** The machine as it is now. */
    public static Machine here() {
        return new Machine(
                field("/proc/cpuinfo", "model name"),
                Runtime.getRuntime().availableProcessors(),
                kilobytes(field("/proc/meminfo", "MemTotal")) / 1024,
                System.getProperty("os.version"),
                System.getProperty("java.runtime.version"),
                loadNow());
    }

    /** The load average as it is now. */
    public static String loadNow() {
        var fields = read("/proc/loadavg").split(" ");
        return fields.length < 3 ? "" : fields[0] + " " + fields[1] + " " + fields[2];
    }

    private static long kilobytes(String text) {
        return text.isEmpty() ? 0 : Long.parseLong(text.split(" ")[0]);
    }

    private static String field(String file, String name) {
        return read(file)
                .lines()
                .filter(line -> line.startsWith(name))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElse("");
    }

    private static String read(String file) {
        try {
            return Files.readString(Path.of(file));
        } catch (IOException e) {
            return "";
        }
    }
}
