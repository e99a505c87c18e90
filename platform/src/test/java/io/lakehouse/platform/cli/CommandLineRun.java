package io.lakehouse.platform.cli;

import io.lakehouse.platform.engine.Checkout;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** The command line, run in the process of a test: a home that does not exist, and what is printed. */
abstract class CommandLineRun {
    private static final String ROOT = "lakehouse.root";

    @TempDir
    Path folder;

    private final PrintStream realOut = System.out;
    private final PrintStream realError = System.err;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream error = new ByteArrayOutputStream();
    Path home;

    @BeforeEach
    void theCheckoutAndAHomeThatDoesNotExist() {
        home = folder.resolve("home");
        System.setProperty(ROOT, Checkout.root().toString());
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(error, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void theRealStreams() {
        System.setOut(realOut);
        System.setErr(realError);
        System.clearProperty(ROOT);
    }

    /** What was printed. */
    String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    /** What was said on standard error. */
    String error() {
        return error.toString(StandardCharsets.UTF_8);
    }
}
