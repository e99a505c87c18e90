package io.lakehouse.platform.cli;

import io.lakehouse.platform.supervise.EngineState;
import io.lakehouse.platform.supervise.PlatformState;
import java.io.PrintWriter;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/** Prints a line for everything that changes from one state of the platform to the next, with the seconds since. */
final class ProgressPrinter implements Consumer<PlatformState> {
    private static final long REMINDER_NANOS = 15_000_000_000L;

    private final PrintWriter out;
    private final long start = System.nanoTime();
    private final Map<String, String> shown = new HashMap<>();
    private long lastLine = start;

    ProgressPrinter(PrintWriter out) {
        this.out = out;
    }

    @Override
    public void accept(PlatformState state) {
        state.engines().forEach(this::show);
        state.pipelines()
                .forEach(pipeline -> line(
                        "pipeline " + pipeline.name(),
                        pipeline.applied() && pipeline.detail().isEmpty() ? "applied" : pipeline.detail()));
        if (System.nanoTime() - lastLine > REMINDER_NANOS) {
            var waiting = state.engines().stream()
                    .filter(engine -> engine.state() == EngineState.Phase.STARTING
                            || engine.state() == EngineState.Phase.STOPPING)
                    .map(EngineState::name)
                    .toList();
            if (!waiting.isEmpty()) {
                print("...", "still waiting for " + String.join(", ", waiting));
            }
        }
    }

    private void show(EngineState engine) {
        var text =
                switch (engine.state()) {
                    case WAITING -> "";
                    case STARTING -> "starting, pid " + engine.pid();
                    case READY -> String.format(Locale.ROOT, "ready after %.1f s", engine.startMillis() / 1000.0);
                    case BACKING_OFF -> "starts again: " + engine.detail();
                    case FAILED -> "failed: " + engine.detail();
                    case STOPPING -> "stopping";
                    case STOPPED -> "stopped";
                    case EXTERNAL -> "external";
                };
        line(engine.name(), text);
    }

    private void line(String name, String text) {
        if (!text.isEmpty() && !text.equals(shown.put(name, text))) {
            print(name, text);
        }
    }

    private void print(String name, String text) {
        lastLine = System.nanoTime();
        out.printf(Locale.ROOT, "%6.1f s  %-18s %s%n", (lastLine - start) / 1e9, name, text);
        out.flush();
    }
}
