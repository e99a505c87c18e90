package io.lakehouse.platform.realtime;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The TCP sockets that a process of this machine listens on, as Linux tells them. */
final class ListeningSockets {
    private static final String LISTEN = "0A";

    private ListeningSockets() {}

    record Socket(InetAddress address, int port) {}

    static List<Socket> of(long pid) {
        try {
            var own = inodes(pid);
            var sockets = new ArrayList<Socket>();
            for (var table : List.of("tcp", "tcp6")) {
                for (var line : Files.readAllLines(Path.of("/proc/net", table))) {
                    var fields = line.strip().split("\\s+");
                    if (fields.length > 9 && fields[3].equals(LISTEN) && own.contains(fields[9])) {
                        var local = fields[1].split(":");
                        sockets.add(new Socket(address(local[0]), Integer.parseInt(local[1], 16)));
                    }
                }
            }
            return sockets;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Set<String> inodes(long pid) throws IOException {
        var inodes = new HashSet<String>();
        try (var files = Files.list(Path.of("/proc", Long.toString(pid), "fd"))) {
            for (var file : files.toList()) {
                var target = Files.isSymbolicLink(file)
                        ? Files.readSymbolicLink(file).toString()
                        : "";
                if (target.startsWith("socket:[")) {
                    inodes.add(target.substring("socket:[".length(), target.length() - 1));
                }
            }
        }
        return inodes;
    }

    /** Linux writes addresses as words of four bytes, each in the machine's order, the lowest byte first. */
    private static InetAddress address(String hex) throws UnknownHostException {
        var bytes = new byte[hex.length() / 2];
        for (var i = 0; i < bytes.length; i++) {
            var word = i / 4 * 4;
            bytes[word + 3 - i % 4] = (byte) Integer.parseInt(hex.substring(2 * i, 2 * i + 2), 16);
        }
        return InetAddress.getByAddress(bytes);
    }
}
