package io.lakehouse.platform.source.simulation;

import java.util.ArrayDeque;
import java.util.Deque;

/** What a planned transaction changed in memory, so that it can be taken back when the transaction is to be. */
final class Journal {
    private final Deque<Runnable> undo = new ArrayDeque<>();

    /** Remembers how a change is taken back. */
    void add(Runnable takeBack) {
        undo.push(takeBack);
    }

    /** Where it stands. */
    int mark() {
        return undo.size();
    }

    /** Takes back everything since a mark, the last first. */
    void takeBackTo(int mark) {
        while (undo.size() > mark) {
            undo.pop().run();
        }
    }

    /** What was changed stays. */
    void keep() {
        undo.clear();
    }
}
