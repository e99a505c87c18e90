package io.lakehouse.platform.source.simulation;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.function.BinaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What checks leave of a column's type.
 *
 * @param least the smallest {@link Ordinal}; empty for the type's own
 * @param most the largest
 * @param allowed the only values; empty for any
 * @param refused values that it may not have
 * @param shortest characters of a text at least
 * @param longest characters of a text at most
 * @param isNotNull whether a check refuses NULL
 */
record Bounds(
        Optional<Limit> least,
        Optional<Limit> most,
        Optional<List<String>> allowed,
        List<String> refused,
        int shortest,
        int longest,
        boolean isNotNull) {
    static final Bounds NONE =
            new Bounds(Optional.empty(), Optional.empty(), Optional.empty(), List.of(), 0, Integer.MAX_VALUE, false);

    /**
     * A limit.
     *
     * @param value where
     * @param isOpen whether the value itself is outside
     */
    record Limit(BigDecimal value, boolean isOpen) {}

    /** The bounds within which a condition holds, too; empty when the condition says nothing that a bound can. */
    Optional<Bounds> narrowed(Condition condition, ValueType type) {
        if (condition instanceof Condition.NotNull) {
            return Optional.of(new Bounds(least, most, allowed, refused, shortest, longest, true));
        }
        if (condition instanceof Condition.OneOf one) {
            return Optional.of(one.isNegated() ? without(one.values()) : only(one.values()));
        }
        if (condition instanceof Condition.Length length && type.isText()) {
            return lengths(length.operator(), length.value());
        }
        if (condition instanceof Condition.Comparison comparison) {
            return Ordinal.of(type, comparison.value()).flatMap(value -> limits(comparison.operator(), value));
        }
        return Optional.empty();
    }

    /** Whether values made by one of the bounds keep the others, too. */
    boolean isSimple() {
        return refused.isEmpty() && (allowed.isEmpty() || least.isEmpty() && most.isEmpty() && shortest == 0);
    }

    private Bounds without(List<String> values) {
        var all = Stream.concat(refused.stream(), values.stream()).distinct().toList();
        return new Bounds(least, most, allowed, all, shortest, longest, isNotNull);
    }

    private Bounds only(List<String> values) {
        var both = allowed.map(
                        before -> before.stream().filter(values::contains).toList())
                .orElse(values);
        return new Bounds(least, most, Optional.of(both), refused, shortest, longest, isNotNull);
    }

    private Optional<Bounds> lengths(String operator, int value) {
        return switch (operator) {
            case "<" -> Optional.of(lengths(shortest, Math.min(longest, value - 1)));
            case "<=" -> Optional.of(lengths(shortest, Math.min(longest, value)));
            case ">" -> Optional.of(lengths(Math.max(shortest, value + 1), longest));
            case ">=" -> Optional.of(lengths(Math.max(shortest, value), longest));
            case "=" -> Optional.of(lengths(Math.max(shortest, value), Math.min(longest, value)));
            default -> Optional.empty();
        };
    }

    private Bounds lengths(int atLeast, int atMost) {
        return new Bounds(least, most, allowed, refused, atLeast, atMost, isNotNull);
    }

    private Optional<Bounds> limits(String operator, BigDecimal value) {
        var closed = new Limit(value, false);
        var open = new Limit(value, true);
        return switch (operator) {
            case "<" -> Optional.of(limits(null, open));
            case "<=" -> Optional.of(limits(null, closed));
            case ">" -> Optional.of(limits(open, null));
            case ">=" -> Optional.of(limits(closed, null));
            case "=" -> Optional.of(limits(closed, closed));
            default -> Optional.empty();
        };
    }

    private Bounds limits(@Nullable Limit atLeast, @Nullable Limit atMost) {
        return new Bounds(
                tighter(least, atLeast, (a, b) -> isBeyond(b, a, 1) ? b : a),
                tighter(most, atMost, (a, b) -> isBeyond(b, a, -1) ? b : a),
                allowed,
                refused,
                shortest,
                longest,
                isNotNull);
    }

    private static Optional<Limit> tighter(
            Optional<Limit> old, @Nullable Limit added, BinaryOperator<Limit> tighterOf) {
        return added == null
                ? old
                : Optional.of(old.map(limit -> tighterOf.apply(limit, added)).orElse(added));
    }

    private static boolean isBeyond(Limit a, Limit b, int direction) {
        var order = a.value().compareTo(b.value()) * direction;
        return order > 0 || order == 0 && a.isOpen();
    }
}
