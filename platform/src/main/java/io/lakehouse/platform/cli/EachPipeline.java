package io.lakehouse.platform.cli;

import io.lakehouse.platform.config.DeclaredPipeline;
import io.lakehouse.platform.engine.Failure;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Does one thing to each of several pipelines: one that it fails with keeps no other from it (docs/decisions/0185).
 *
 * @param <T> what comes of it
 */
final class EachPipeline<T> {
    private final List<T> done = new ArrayList<>();
    private final Map<String, Exception> failures = new LinkedHashMap<>();
    private final int asked;

    /** What is done to a pipeline. */
    interface Step<T> {
        /** Does it. */
        T take(DeclaredPipeline pipeline) throws IOException;
    }

    EachPipeline(List<DeclaredPipeline> pipelines, Step<T> step) {
        asked = pipelines.size();
        for (var declared : pipelines) {
            try {
                done.add(step.take(declared));
            } catch (Failure | IOException e) {
                failures.put(declared.pipeline().name(), e);
            }
        }
    }

    /** What came of those that it did not fail with, in the order of the pipelines. */
    List<T> done() {
        return done;
    }

    /**
     * Ends the verb with what it failed with, if anything.
     *
     * @throws Failure naming each pipeline with its reason
     */
    void requireAll() {
        if (failures.isEmpty()) {
            return;
        }
        var first = failures.values().iterator().next();
        var log = first instanceof Failure failure ? failure.log().orElse(null) : null;
        var message = asked == 1
                ? first.getMessage()
                : failures.entrySet().stream()
                        .map(failure -> "pipeline " + failure.getKey() + ": "
                                + failure.getValue().getMessage())
                        .collect(Collectors.joining("; "));
        throw new Failure(String.valueOf(message), first, log);
    }
}
