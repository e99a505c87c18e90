package io.lakehouse.bench.capture;

import com.fasterxml.jackson.databind.JsonNode;
import io.lakehouse.contract.change.CanonicalValue;
import io.lakehouse.contract.change.Operation;
import io.lakehouse.contract.declaration.Column;
import io.lakehouse.contract.declaration.TableShape;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * All changes of a table, so short that two ways of reading them can be compared: for each key a chain of hashes over its
 * changes in order, each with its operation and every column before and after. Two digests are equal when each key had
 * the same changes in the same order.
 */
final class RowDigest {
    private final TableShape shape;
    private final MessageDigest sha;
    private final Map<String, String> chains = new HashMap<>();
    private long changes;

    RowDigest(TableShape shape) {
        this.shape = shape;
        try {
            this.sha = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** Adds what the bare reader decoded. */
    void add(PgOutputMessage.Change change) {
        var names = change.relation().columns();
        add(
                change.operation(),
                change.before() == null ? null : column -> change.before()[names.indexOf(column.source())],
                change.after() == null ? null : column -> change.after()[names.indexOf(column.source())]);
    }

    /** Adds a message of the raw topic. */
    void add(JsonNode envelope) {
        add(
                Operation.ofCode(envelope.path("op").asText()),
                values(envelope.path("before")),
                values(envelope.path("after")));
    }

    private static @Nullable Function<Column, @Nullable String> values(JsonNode image) {
        return image.isObject()
                ? column -> image.path(column.source()).isNull()
                        ? null
                        : image.path(column.source()).asText()
                : null;
    }

    private void add(
            Operation operation,
            @Nullable Function<Column, @Nullable String> before,
            @Nullable Function<Column, @Nullable String> after) {
        var image = after == null ? before : after;
        if (image == null) {
            throw new IllegalArgumentException("a change without an image");
        }
        var key = new StringBuilder();
        shape.keyColumns().forEach(column -> key.append(text(column, image)).append('\u0000'));
        sha.reset();
        put(chains.getOrDefault(key.toString(), ""));
        put(operation.name());
        put(before);
        put(after);
        chains.put(key.toString(), new String(sha.digest(), StandardCharsets.ISO_8859_1));
        changes++;
    }

    private void put(@Nullable Function<Column, @Nullable String> image) {
        put(image == null ? "none" : "row");
        if (image != null) {
            shape.columns().forEach(column -> put(text(column, image)));
        }
    }

    private void put(String text) {
        sha.update((text.length() + ":" + text).getBytes(StandardCharsets.UTF_8));
    }

    private static String text(Column column, Function<Column, @Nullable String> image) {
        var value = image.apply(column);
        return value == null ? "null" : "'" + CanonicalValue.of(column, value);
    }

    long changes() {
        return changes;
    }

    /** How many keys have other changes here than there. */
    long differences(RowDigest other) {
        var differing = chains.entrySet().stream()
                .filter(chain -> !chain.getValue().equals(other.chains.get(chain.getKey())))
                .count();
        return differing
                + other.chains.keySet().stream()
                        .filter(key -> !chains.containsKey(key))
                        .count();
    }
}
