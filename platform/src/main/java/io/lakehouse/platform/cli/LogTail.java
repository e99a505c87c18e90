package io.lakehouse.platform.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The end of a log, and what is added to it. */
final class LogTail {
    private static final int BLOCK_BYTES = 8192;
    private static final long POLL_MILLIS = 200;

    private LogTail() {}

    /**
     * Prints the last lines of a log.
     *
     * @param follow whether to go on as the log grows, until the thread is interrupted
     */
    static void print(Path log, int lines, boolean follow, PrintWriter out) throws IOException, InterruptedException {
        try (var file = new RandomAccessFile(log.toFile(), "r")) {
            file.seek(startOfLastLines(file, lines));
            copy(file, out);
            while (follow) {
                Thread.sleep(POLL_MILLIS);
                if (file.length() < file.getFilePointer()) {
                    file.seek(0);
                }
                copy(file, out);
            }
        }
    }

    private static void copy(RandomAccessFile file, PrintWriter out) throws IOException {
        var block = new byte[BLOCK_BYTES];
        for (var read = file.read(block); read > 0; read = file.read(block)) {
            out.print(new String(block, 0, read, StandardCharsets.UTF_8));
        }
        out.flush();
    }

    private static long startOfLastLines(RandomAccessFile file, int lines) throws IOException {
        var position = file.length();
        var seen = 0;
        var block = new byte[BLOCK_BYTES];
        while (position > 0) {
            var size = (int) Math.min(BLOCK_BYTES, position);
            position -= size;
            file.seek(position);
            file.readFully(block, 0, size);
            for (var index = size - 1; index >= 0; index--) {
                if (block[index] == '\n' && ++seen > lines) {
                    return position + index + 1;
                }
            }
        }
        return 0;
    }
}
