package io.lakehouse.platform.supervise;

import java.util.Optional;

/** What keeps all others that publish to the same lake from running batches of a pipeline at the same time. */
@FunctionalInterface
public interface BatchLease {
    /** The right to run batches of a pipeline, until it is closed or its holder's process ends. */
    interface Held extends AutoCloseable {
        @Override
        void close();
    }

    /**
     * Takes the right.
     *
     * @return empty when another has it
     * @throws io.lakehouse.platform.engine.Failure when it cannot be told
     */
    Optional<Held> tryAcquire(String pipeline);
}
