package io.lakehouse.platform.engine;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The ports of the loopback address: which are free, and who holds the others. */
public final class Ports {
    private static final String LISTENING = "0A";
    private static final int LONGEST_COMMAND = 80;

    private Ports() {}

    /** Whether a process could listen on this port now. A connection that is about to end does not count. */
    public static boolean isFree(int port) {
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByName(Site.HOST), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * Who listens on a port, as a user would look for it: {@code pid 123 (java -cp ...)}; empty when nobody does.
     * Of a process of another user only that much is known.
     */
    public static Optional<String> holder(int port) {
        var inodes = listeners(port);
        if (inodes.isEmpty()) {
            return isFree(port) ? Optional.empty() : Optional.of("a process that this system does not show");
        }
        return Optional.of(process(inodes)
                .map(pid -> "pid " + pid + " (" + command(pid) + ")")
                .orElse("a process of another user"));
    }

    /** The inodes of the sockets that listen on a port, on any address. */
    private static Set<String> listeners(int port) {
        var suffix = String.format(":%04X", port);
        var inodes = new HashSet<String>();
        for (var table : new String[] {"/proc/net/tcp", "/proc/net/tcp6"}) {
            try (var lines = Files.lines(Path.of(table))) {
                // sl local_address rem_address st tx:rx tr:when retrnsmt uid timeout inode ...
                lines.map(line -> line.strip().split("\\s+"))
                        .filter(fields -> fields.length > 9)
                        .filter(fields -> fields[1].endsWith(suffix) && fields[3].equals(LISTENING))
                        .forEach(fields -> inodes.add("socket:[" + fields[9] + "]"));
            } catch (IOException e) {
                // A system without this table, or without IPv6.
                continue;
            }
        }
        return inodes;
    }

    private static Optional<String> process(Set<String> sockets) {
        try (var processes = Files.list(Path.of("/proc"))) {
            return processes
                    .filter(process -> process.getFileName().toString().matches("\\d+"))
                    .filter(process -> holdsOne(process, sockets))
                    .map(process -> process.getFileName().toString())
                    .findFirst();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static boolean holdsOne(Path process, Set<String> sockets) {
        try (Stream<Path> files = Files.list(process.resolve("fd"))) {
            return files.anyMatch(file -> sockets.contains(target(file)));
        } catch (IOException e) {
            return false;
        }
    }

    private static String target(Path file) {
        try {
            return Files.readSymbolicLink(file).toString();
        } catch (IOException e) {
            return "";
        }
    }

    private static String command(String pid) {
        try {
            var line = Files.readString(Path.of("/proc", pid, "cmdline"), StandardCharsets.ISO_8859_1)
                    .replace('\0', ' ')
                    .strip();
            return line.length() <= LONGEST_COMMAND ? line : line.substring(0, LONGEST_COMMAND) + "...";
        } catch (IOException e) {
            return "has just ended";
        }
    }
}
