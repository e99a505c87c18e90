package io.lakehouse.platform.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogTailTest {
    @TempDir
    private Path folder;

    @Test
    void theLastLinesArePrinted() throws Exception {
        var log = Files.writeString(folder.resolve("log"), "one\ntwo\nthree\nfour\n");

        assertThat(printed(log, 2)).isEqualTo("three\nfour\n");
        assertThat(printed(log, 9)).isEqualTo("one\ntwo\nthree\nfour\n");
    }

    @Test
    void lettersOfSeveralBytesAreWholeWhereverABlockEnds() throws Exception {
        // One, two, three and four bytes: each of their bytes is the last of a block somewhere.
        var text = "a\u00fc\u20ac\ud83d\ude00".repeat(20_000) + "\n";
        var log = Files.writeString(folder.resolve("log"), text);

        assertThat(printed(log, 1)).isEqualTo(text);
    }

    @Test
    void aLetterThatIsWrittenInTwoPiecesIsPrintedWhenItIsThere() throws Exception {
        var log = Files.writeString(folder.resolve("log"), "begun\n");
        var euro = "\u20ac".getBytes(StandardCharsets.UTF_8);
        var out = new StringWriter();
        var follower = new Thread(() -> follow(log, out));
        follower.start();
        try {
            await().atMost(Duration.ofSeconds(30)).until(out::toString, "begun\n"::equals);
            Files.write(log, new byte[] {'5', euro[0]}, StandardOpenOption.APPEND);
            await().atMost(Duration.ofSeconds(30)).until(out::toString, "begun\n5"::equals);
            Files.write(log, new byte[] {euro[1], euro[2]}, StandardOpenOption.APPEND);
            await().atMost(Duration.ofSeconds(30)).until(out::toString, "begun\n5\u20ac"::equals);
        } finally {
            follower.interrupt();
            follower.join();
        }
    }

    private static void follow(Path log, StringWriter out) {
        try {
            LogTail.print(log, 10, true, new PrintWriter(out));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static String printed(Path log, int lines) throws Exception {
        var out = new StringWriter();
        LogTail.print(log, lines, false, new PrintWriter(out));
        return out.toString();
    }
}
