package io.lakehouse.platform.supervise;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * What an engine's process has started, also what it started while it was ending: every engine leads a group of its own,
 * in which its children stay when they lose their parent.
 */
final class ProcessGroup {
    private static final Path PROC = Path.of("/proc");
    private static final long EXIT_SECONDS = 10;

    private ProcessGroup() {}

    /**
     * Kills the members of a group and waits until they are gone.
     *
     * @param leader process id of the one that leads or led it
     */
    static void end(long leader) {
        for (var members = members(leader); !members.isEmpty(); members = members(leader)) {
            members.forEach(ProcessHandle::destroyForcibly);
            for (var member : members) {
                try {
                    member.onExit().get(EXIT_SECONDS, TimeUnit.SECONDS);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return;
                } catch (Exception e) {
                    // It cannot be ended now, such as one that waits for a disk: nothing more can be done.
                    return;
                }
            }
        }
    }

    private static List<ProcessHandle> members(long leader) {
        return ProcessHandle.allProcesses()
                .filter(process ->
                        group(process.pid()).filter(group -> group == leader).isPresent())
                .toList();
    }

    /** The group of a process that runs; none when it has ended and only waits to be noticed. */
    private static Optional<Long> group(long pid) {
        try {
            var stat = Files.readString(PROC.resolve(pid + "/stat"), StandardCharsets.ISO_8859_1);
            // The name may hold blanks and brackets; behind its last bracket: state, parent, group.
            var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            return fields[0].equals("Z") ? Optional.empty() : Optional.of(Long.parseLong(fields[2]));
        } catch (IOException | RuntimeException e) {
            return Optional.empty();
        }
    }
}
