package io.lakehouse.platform.engine.artifact;

import io.lakehouse.platform.engine.Failure;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** Does the same with every item of a list, several at a time, and stops at the first failure. */
final class Workers {
    private Workers() {}

    /** What is done with an item; its number counts from 1. */
    interface Task<T> {
        void run(int number, T item) throws Exception;
    }

    /**
     * Returns when all is done.
     *
     * @param onFailure called before the tasks that still run are waited for
     */
    static <T> void run(int threads, List<T> items, Task<T> task, Runnable onFailure) {
        if (items.isEmpty()) {
            return;
        }
        var pool = Executors.newFixedThreadPool(Math.min(threads, items.size()), runnable -> {
            var thread = new Thread(runnable, "install");
            thread.setDaemon(true);
            return thread;
        });
        try {
            var done = new ExecutorCompletionService<T>(pool);
            for (int index = 0; index < items.size(); index++) {
                var number = index + 1;
                var item = items.get(index);
                done.submit(() -> {
                    task.run(number, item);
                    return item;
                });
            }
            for (int index = 0; index < items.size(); index++) {
                done.take().get();
            }
        } catch (ExecutionException e) {
            onFailure.run();
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new Failure(Reasons.of(e), e.getCause());
        } catch (InterruptedException e) {
            onFailure.run();
            Thread.currentThread().interrupt();
            throw new Failure("the install was interrupted; run again: what is done is kept", e);
        } finally {
            stop(pool);
        }
    }

    /** The folder's lock must not be given back while a task still writes. */
    private static void stop(ExecutorService pool) {
        pool.shutdownNow();
        try {
            pool.awaitTermination(1, TimeUnit.MINUTES);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
