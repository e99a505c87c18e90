package io.lakehouse.platform.source;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** The rows of a table that a simulation knows: a fixed number at most, so that it runs in bounded memory for ever. */
final class KeyPool {
    /** Rows that are known at most. */
    static final int CAPACITY = 10_000;

    private final List<List<String>> known = new ArrayList<>();
    private final List<List<String>> hot;

    /**
     * A pool.
     *
     * @param known keys that are in the table
     * @param hot those of them that are never deleted
     */
    KeyPool(List<List<String>> known, List<List<String>> hot) {
        this.hot = List.copyOf(hot);
        known.stream().filter(key -> !hot.contains(key)).forEach(this.known::add);
    }

    List<List<String>> hot() {
        return hot;
    }

    /** Any of the rows that may be deleted; empty when there is none. */
    Optional<List<String>> any(Random random) {
        return known.isEmpty() ? Optional.empty() : Optional.of(known.get(random.nextInt(known.size())));
    }

    /** A row is in the table. When the pool is full it takes another's place. */
    void add(List<String> key, Random random) {
        if (hot.contains(key)) {
            return;
        }
        if (known.size() < CAPACITY) {
            known.add(key);
        } else {
            known.set(random.nextInt(CAPACITY), key);
        }
    }

    /** A row is no longer in the table. */
    void remove(List<String> key) {
        var index = known.indexOf(key);
        if (index >= 0) {
            var last = known.remove(known.size() - 1);
            if (index < known.size()) {
                known.set(index, last);
            }
        }
    }
}
