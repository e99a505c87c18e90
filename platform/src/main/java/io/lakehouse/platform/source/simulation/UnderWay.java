package io.lakehouse.platform.source.simulation;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

/**
 * Transactions that have begun and of which nobody knows yet how they end. A crash of the server takes back the id of a
 * transaction that never reached the disk and gives it to the next one, so whoever comes back after a loss lets the others
 * ask for theirs first.
 */
final class UnderWay {
    private final Set<Transaction> transactions = Collections.newSetFromMap(new IdentityHashMap<>());

    /** It is about to begin. */
    synchronized void begin(Transaction transaction) {
        transactions.add(transaction);
    }

    /** It is known how it ended, or that nobody will know; of one that is not under way nothing happens. */
    synchronized void end(Transaction transaction) {
        if (transactions.remove(transaction)) {
            notifyAll();
        }
    }

    /** Waits until those have ended that are under way now, whatever begins meanwhile. Whoever calls it has none. */
    synchronized void awaitOthers() throws InterruptedException {
        Set<Transaction> awaited = Collections.newSetFromMap(new IdentityHashMap<>());
        awaited.addAll(transactions);
        while (!Collections.disjoint(awaited, transactions)) {
            wait();
        }
    }
}
