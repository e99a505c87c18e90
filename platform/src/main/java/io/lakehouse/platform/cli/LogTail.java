package io.lakehouse.platform.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
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
            var copy = new Copy();
            file.seek(startOfLastLines(file, lines));
            copy.of(file, out);
            while (follow) {
                Thread.sleep(POLL_MILLIS);
                if (file.length() < file.getFilePointer()) {
                    file.seek(0);
                    copy.restart();
                }
                copy.of(file, out);
            }
        }
    }

    /** Prints bytes as they come, also those of a letter that is not all there yet. */
    private static final class Copy {
        private final ByteBuffer bytes = ByteBuffer.allocate(BLOCK_BYTES);
        private final CharBuffer letters = CharBuffer.allocate(BLOCK_BYTES);
        private final CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPLACE)
                .onUnmappableCharacter(CodingErrorAction.REPLACE);

        /** The rest of a file. */
        void of(RandomAccessFile file, PrintWriter out) throws IOException {
            while (true) {
                var read = file.read(bytes.array(), bytes.position(), bytes.remaining());
                if (read <= 0) {
                    break;
                }
                bytes.position(bytes.position() + read).flip();
                decoder.decode(bytes, letters, false);
                bytes.compact();
                out.append(letters.flip());
                letters.clear();
            }
            out.flush();
        }

        /** Forgets what a file began before it was written anew. */
        void restart() {
            bytes.clear();
            decoder.reset();
        }
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
