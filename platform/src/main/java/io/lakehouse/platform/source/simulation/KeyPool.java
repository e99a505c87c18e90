package io.lakehouse.platform.source.simulation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Predicate;

/** The rows of a table that a simulation knows: a fixed number at most, so that it runs in bounded memory for ever. */
final class KeyPool {
    /** Rows that are known at most. */
    static final int CAPACITY = 10_000;

    private final List<KnownRow> known = new ArrayList<>();
    private final Map<List<String>, Integer> places = new HashMap<>();
    private final List<KnownRow> hot;
    private final Journal journal;

    /**
     * A pool.
     *
     * @param known rows that are in the table
     * @param hot those of them that are never deleted
     * @param journal told every change
     */
    KeyPool(List<KnownRow> known, List<KnownRow> hot, Journal journal) {
        this.hot = new ArrayList<>(hot);
        this.journal = journal;
        known.stream().filter(row -> !isHot(row.key())).forEach(this::append);
    }

    List<KnownRow> hot() {
        return hot;
    }

    boolean isHot(List<String> key) {
        return hot.stream().anyMatch(row -> row.key().equals(key));
    }

    int size() {
        return known.size();
    }

    /** Any of the rows that may be deleted; empty when there is none. */
    Optional<KnownRow> any(Random random) {
        return known.isEmpty() ? Optional.empty() : Optional.of(known.get(random.nextInt(known.size())));
    }

    /** One of the same rows, the first ones more often. */
    Optional<KnownRow> any(Zipf zipf, Random random) {
        return known.isEmpty() ? Optional.empty() : Optional.of(known.get(zipf.rank(known.size(), random)));
    }

    /** Any row, hot ones too, of which something holds. */
    Optional<KnownRow> any(Predicate<KnownRow> condition, Random random) {
        var count = known.size() + hot.size();
        var start = count == 0 ? 0 : random.nextInt(count);
        for (int i = 0; i < count; i++) {
            var place = (start + i) % count;
            var row = place < known.size() ? known.get(place) : hot.get(place - known.size());
            if (condition.test(row)) {
                return Optional.of(row);
            }
        }
        return Optional.empty();
    }

    /** The row of a key. */
    Optional<KnownRow> find(List<String> key) {
        var place = places.get(key);
        return place == null
                ? hot.stream().filter(row -> row.key().equals(key)).findFirst()
                : Optional.of(known.get(place));
    }

    /** A row is in the table. When the pool is full it takes another's place. */
    void add(KnownRow row, Random random) {
        if (isHot(row.key()) || places.containsKey(row.key())) {
            replace(row);
        } else if (known.size() < CAPACITY) {
            append(row);
            journal.add(() -> take(row.key()));
        } else {
            var place = random.nextInt(CAPACITY);
            var before = known.get(place);
            put(place, row);
            journal.add(() -> put(places.getOrDefault(row.key(), place), before));
        }
    }

    /** What is kept of a row has changed. */
    void replace(KnownRow row) {
        var place = places.get(row.key());
        if (place != null) {
            var before = known.set(place, row);
            journal.add(() -> put(places.getOrDefault(row.key(), place), before));
            return;
        }
        hot.replaceAll(before -> {
            if (before.key().equals(row.key())) {
                journal.add(() -> hot.replaceAll(now -> now.key().equals(row.key()) ? before : now));
                return row;
            }
            return before;
        });
    }

    /** A row is no longer in the table. */
    void remove(List<String> key) {
        take(key).ifPresent(row -> journal.add(() -> append(row)));
    }

    private Optional<KnownRow> take(List<String> key) {
        var place = places.remove(key);
        if (place == null) {
            return Optional.empty();
        }
        var taken = known.get(place);
        var last = known.remove(known.size() - 1);
        if (place < known.size()) {
            known.set(place, last);
            places.put(last.key(), place);
        }
        return Optional.of(taken);
    }

    private void append(KnownRow row) {
        places.put(row.key(), known.size());
        known.add(row);
    }

    private void put(int place, KnownRow row) {
        places.remove(known.get(place).key());
        known.set(place, row);
        places.put(row.key(), place);
    }
}
