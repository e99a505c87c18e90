package io.lakehouse.platform.source.simulation;

import io.lakehouse.platform.source.simulation.SqlExpression.Array;
import io.lakehouse.platform.source.simulation.SqlExpression.Call;
import io.lakehouse.platform.source.simulation.SqlExpression.Cast;
import io.lakehouse.platform.source.simulation.SqlExpression.Constant;
import io.lakehouse.platform.source.simulation.SqlExpression.Joined;
import io.lakehouse.platform.source.simulation.SqlExpression.Name;
import io.lakehouse.platform.source.simulation.SqlExpression.Node;
import io.lakehouse.platform.source.simulation.SqlExpression.Not;
import io.lakehouse.platform.source.simulation.SqlExpression.NullTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What a check asks of single columns. */
final class CheckConditions {
    private static final Set<String> LENGTHS = Set.of("length", "char_length", "character_length");
    private static final Set<String> TEXTS = Set.of("text", "character varying", "bpchar", "character");
    private static final Map<String, String> MIRRORED =
            Map.of("<", ">", "<=", ">=", "=", "=", ">=", "<=", ">", "<", "<>", "<>");

    private CheckConditions() {}

    /**
     * The conditions that an expression joins by AND.
     *
     * @param expression as {@code pg_get_expr} prints it
     */
    static List<Condition> of(String expression) {
        try {
            var conditions = new ArrayList<Condition>();
            split(SqlExpression.read(expression), conditions);
            return conditions;
        } catch (IllegalArgumentException e) {
            return List.of(new Condition.Unknown());
        }
    }

    private static void split(Node node, List<Condition> conditions) {
        if (node instanceof Joined and && and.operator().equals("AND")) {
            split(and.left(), conditions);
            split(and.right(), conditions);
        } else {
            conditions.add(condition(node).orElse(new Condition.Unknown()));
        }
    }

    private static Optional<Condition> condition(Node node) {
        if (node instanceof Name name) {
            return Optional.of(new Condition.OneOf(name.name(), List.of("true"), false));
        }
        if (node instanceof Not not) {
            return condition(not.of())
                    .filter(Condition.OneOf.class::isInstance)
                    .map(Condition.OneOf.class::cast)
                    .map(one -> new Condition.OneOf(one.column(), one.values(), !one.isNegated()));
        }
        if (node instanceof NullTest test) {
            return test.isNegated() ? column(test.of()).map(Condition.NotNull::new) : Optional.empty();
        }
        return node instanceof Joined joined ? joined(joined) : Optional.empty();
    }

    private static Optional<Condition> joined(Joined node) {
        if (node.operator().equals("OR")) {
            return either(node);
        }
        if (node.operator().equals("= ANY") || node.operator().equals("<> ALL")) {
            var column = column(node.left());
            var values = values(node.right());
            return column.isEmpty() || values.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new Condition.OneOf(
                            column.get(), values.get(), node.operator().equals("<> ALL")));
        }
        var mirrored = MIRRORED.get(node.operator());
        if (mirrored == null) {
            return Optional.empty();
        }
        var constant = constant(node.right());
        return constant.isPresent()
                ? compared(node.left(), node.operator(), constant.get())
                : constant(node.left()).flatMap(value -> compared(node.right(), mirrored, value));
    }

    private static Optional<Condition> compared(Node node, String operator, String value) {
        if (unwrapped(node) instanceof Call call && call.arguments().size() == 1 && LENGTHS.contains(call.function())) {
            return value.matches("\\d{1,9}")
                    ? column(call.arguments().get(0))
                            .map(column -> new Condition.Length(column, operator, Integer.parseInt(value)))
                    : Optional.empty();
        }
        return column(node)
                .map(column -> operator.equals("<>")
                        ? new Condition.OneOf(column, List.of(value), true)
                        : operator.equals("=")
                                ? new Condition.OneOf(column, List.of(value), false)
                                : new Condition.Comparison(column, operator, value));
    }

    /** Equal to one or to another. */
    private static Optional<Condition> either(Joined node) {
        if (condition(node.left()).orElse(null) instanceof Condition.OneOf one
                && condition(node.right()).orElse(null) instanceof Condition.OneOf other
                && one.column().equals(other.column())
                && !one.isNegated()
                && !other.isNegated()) {
            return Optional.of(new Condition.OneOf(
                    one.column(),
                    Stream.concat(one.values().stream(), other.values().stream())
                            .toList(),
                    false));
        }
        return Optional.empty();
    }

    private static Optional<List<String>> values(Node node) {
        if (!(unwrapped(node) instanceof Array array)) {
            return Optional.empty();
        }
        var values = array.items().stream().map(CheckConditions::constant).toList();
        return values.stream().allMatch(Optional::isPresent)
                ? Optional.of(values.stream().map(Optional::orElseThrow).toList())
                : Optional.empty();
    }

    private static Optional<String> constant(Node node) {
        return unwrapped(node) instanceof Constant constant ? Optional.of(constant.value()) : Optional.empty();
    }

    /** A cast to text keeps a column's value; any other may change it. */
    private static Optional<String> column(Node node) {
        if (node instanceof Name name) {
            return Optional.of(name.name());
        }
        return node instanceof Cast cast && TEXTS.contains(cast.type()) ? column(cast.of()) : Optional.empty();
    }

    private static Node unwrapped(Node node) {
        return node instanceof Cast cast ? unwrapped(cast.of()) : node;
    }
}
