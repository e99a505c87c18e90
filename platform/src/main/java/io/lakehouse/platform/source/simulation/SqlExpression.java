package io.lakehouse.platform.source.simulation;

import io.lakehouse.platform.source.simulation.SqlTokens.Kind;
import io.lakehouse.platform.source.simulation.SqlTokens.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Reads the shape that PostgreSQL gives to expressions; everything that a check usually holds, and no more. */
final class SqlExpression {
    private static final Set<String> PUNCTUATION = Set.of("(", ")", "[", "]", ",", ".", ":");
    private static final Set<String> TYPE_WORDS = Set.of("varying", "precision", "with", "without", "time", "zone");
    private static final Set<String> UNREADABLE = Set.of("case", "select", "row", "cast");

    private final List<Token> tokens;
    private int at;

    private SqlExpression(List<Token> tokens) {
        this.tokens = tokens;
    }

    /** A part of an expression. */
    sealed interface Node {}

    record Name(String name) implements Node {}

    record Constant(String value) implements Node {}

    record Array(List<Node> items) implements Node {}

    record Call(String function, List<Node> arguments) implements Node {}

    record Cast(Node of, String type) implements Node {}

    record Not(Node of) implements Node {}

    record NullTest(Node of, boolean isNegated) implements Node {}

    /** Two parts joined by an operator, {@code AND} and {@code OR} among them; {@code = ANY} for an array's items. */
    record Joined(String operator, Node left, Node right) implements Node {}

    /**
     * Reads an expression.
     *
     * @throws IllegalArgumentException when there is something in it that this does not read
     */
    static Node read(String expression) {
        var reader = new SqlExpression(SqlTokens.of(expression));
        var node = reader.or();
        if (reader.peek().kind() != Kind.END) {
            throw reader.unreadable();
        }
        return node;
    }

    private Node or() {
        var left = and();
        while (accept("or")) {
            left = new Joined("OR", left, and());
        }
        return left;
    }

    private Node and() {
        var left = not();
        while (accept("and")) {
            left = new Joined("AND", left, not());
        }
        return left;
    }

    private Node not() {
        return accept("not") ? new Not(not()) : comparison();
    }

    private Node comparison() {
        var left = operand();
        if (accept("is")) {
            var isNegated = accept("not");
            require("null");
            return new NullTest(left, isNegated);
        }
        while (peek().kind() == Kind.SIGN && !PUNCTUATION.contains(peek().value())) {
            var operator = tokens.get(at++).value();
            var quantifier = peek().is("any") ? " ANY" : peek().is("all") ? " ALL" : "";
            at += quantifier.isEmpty() ? 0 : 1;
            left = new Joined(operator + quantifier, left, operand());
        }
        return left;
    }

    private Node operand() {
        var node = primary();
        while (accept("::")) {
            node = new Cast(node, type());
        }
        return node;
    }

    private Node primary() {
        var token = peek();
        at++;
        if (token.kind() == Kind.TEXT || token.kind() == Kind.NUMBER) {
            return new Constant(token.value());
        }
        if (token.is("-") && peek().kind() == Kind.NUMBER) {
            return new Constant("-" + tokens.get(at++).value());
        }
        if (token.is("(")) {
            var inner = or();
            require(")");
            return inner;
        }
        if (token.is("array")) {
            return new Array(list("[", "]"));
        }
        if (token.kind() != Kind.NAME
                || !token.isQuoted() && UNREADABLE.contains(token.value().toLowerCase(Locale.ROOT))) {
            at--;
            throw unreadable();
        }
        if (peek().is("(")) {
            return new Call(token.value(), list("(", ")"));
        }
        if (token.is("true") || token.is("false")) {
            return new Constant(token.value());
        }
        return new Name(token.value());
    }

    private List<Node> list(String open, String close) {
        require(open);
        var items = new ArrayList<Node>();
        while (!accept(close)) {
            items.add(or());
            if (!peek().is(close)) {
                require(",");
            }
        }
        return items;
    }

    private String type() {
        var type = new StringBuilder(tokens.get(at++).value());
        while (true) {
            if (accept(".")) {
                type.append('.').append(tokens.get(at++).value());
            } else if (peek().is("(")) {
                list("(", ")");
            } else if (peek().is("[")) {
                list("[", "]");
                type.append("[]");
            } else if (peek().kind() == Kind.NAME && TYPE_WORDS.contains(peek().value())) {
                type.append(' ').append(tokens.get(at++).value());
            } else {
                return type.toString();
            }
        }
    }

    private Token peek() {
        return tokens.get(at);
    }

    private boolean accept(String word) {
        if (!peek().is(word)) {
            return false;
        }
        at++;
        return true;
    }

    private void require(String word) {
        if (!accept(word)) {
            throw unreadable();
        }
    }

    private IllegalArgumentException unreadable() {
        return new IllegalArgumentException("not understood: " + peek().value());
    }
}
