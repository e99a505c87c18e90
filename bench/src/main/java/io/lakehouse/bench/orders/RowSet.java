package io.lakehouse.bench.orders;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Rows of a store, each under what identifies it, so that two stores can be compared row by row. A row that is there
 * twice stays twice.
 */
public final class RowSet {
    private final TreeMap<Key, List<String>> rows = new TreeMap<>();
    private long size;

    private record Key(long id, long number, String kind) implements Comparable<Key> {
        @Override
        public int compareTo(Key other) {
            var byId = Long.compare(id, other.id);
            var byNumber = byId == 0 ? Long.compare(number, other.number) : byId;
            return byNumber == 0 ? kind.compareTo(other.kind) : byNumber;
        }

        @Override
        public String toString() {
            return (kind + " order " + id + " seq " + number).strip();
        }
    }

    /**
     * Adds a row.
     *
     * @param id its key
     * @param number the change that made its columns
     * @param kind what else tells it from other rows of this version; may be empty
     * @param values all that has to be equal
     */
    public void add(long id, long number, String kind, String values) {
        rows.computeIfAbsent(new Key(id, number, kind), key -> new ArrayList<>(1))
                .add(values);
        size++;
    }

    /** How many rows there are. */
    public long size() {
        return size;
    }

    /** The first row, in the order of keys, that is here and not there, or the other way round, in words. */
    public Optional<String> firstDifference(RowSet other) {
        for (var row : rows.entrySet()) {
            var there = other.rows.get(row.getKey());
            if (!row.getValue().equals(there)) {
                return Optional.of(row.getKey() + ": expected " + row.getValue() + ", found "
                        + (there == null ? "nothing" : there));
            }
        }
        return other.rows.keySet().stream()
                .filter(key -> !rows.containsKey(key))
                .findFirst()
                .map(key -> key + ": expected nothing, found " + other.rows.get(key));
    }

    /** SHA-256 of all rows in the order of their keys, hexadecimal: equal for equal rows. */
    public String digest() {
        try {
            var sha = MessageDigest.getInstance("SHA-256");
            rows.forEach(
                    (key, values) -> sha.update((key + values.toString() + "\n").getBytes(StandardCharsets.UTF_8)));
            return HexFormat.of().formatHex(sha.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
