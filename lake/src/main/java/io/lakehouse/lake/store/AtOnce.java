package io.lakehouse.lake.store;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.apache.iceberg.util.ThreadPools;

/**
 * Pieces of work of this JVM, done at once in the pool in which Iceberg writes its manifests. Iceberg's own way to do so
 * looks every ten milliseconds whether they have ended, which is longer than most of them take.
 *
 * @see <a href="../../../../../../../../docs/decisions/0151-the-drivers-part-uses-all-cores.md">decision 151</a>
 */
public final class AtOnce {
    private AtOnce() {}

    /**
     * What comes of pieces, in their order; returns when all have ended. A failure of one is thrown as it is. A piece must
     * not have pieces of its own.
     */
    public static <T> List<T> of(int pieces, IntFunction<T> piece) {
        if (pieces == 1) {
            return List.of(piece.apply(0));
        }
        try {
            var done = new ArrayList<T>(pieces);
            for (var result : ThreadPools.getWorkerPool()
                    .invokeAll(IntStream.range(0, pieces)
                            .<Callable<T>>mapToObj(i -> () -> piece.apply(i))
                            .toList())) {
                done.add(result.get());
            }
            return done;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw e.getCause() instanceof RuntimeException thrown ? thrown : new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a part of the run was under way", e);
        }
    }
}
