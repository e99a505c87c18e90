package io.lakehouse.platform.source.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The words of an expression as PostgreSQL prints it back. */
final class SqlTokens {
    private static final Pattern TOKEN =
            Pattern.compile("\\s*(?:(?<name>[A-Za-z_\\u0080-\\uffff][\\w$\\u0080-\\uffff]*(?!')|\"(?:[^\"]|\"\")*\")"
                    + "|(?<text>E?'(?:[^']|'')*')|(?<number>\\d+(?:\\.\\d*)?(?:[eE][+-]?\\d+)?)"
                    + "|(?<sign>::|[-+*/<>=~!@#%^&|`?]+|[()\\[\\],.:]))");

    private SqlTokens() {}

    /** What a token is. */
    enum Kind {
        NAME,
        TEXT,
        NUMBER,
        SIGN,
        END
    }

    /**
     * A token.
     *
     * @param kind what it is
     * @param value a name or a text without its quotes
     * @param isQuoted whether a name was quoted, and so is no keyword
     */
    record Token(Kind kind, String value, boolean isQuoted) {
        boolean is(String word) {
            return !isQuoted && kind != Kind.TEXT && value.equalsIgnoreCase(word);
        }
    }

    /**
     * The tokens of an expression, closed by one of the kind END.
     *
     * @throws IllegalArgumentException when there is something else in it
     */
    static List<Token> of(String expression) {
        var tokens = new ArrayList<Token>();
        var matcher = TOKEN.matcher(expression);
        var at = 0;
        while (!expression.substring(at).isBlank()) {
            if (!matcher.find(at) || matcher.start() != at) {
                throw new IllegalArgumentException("not understood: " + expression.substring(at));
            }
            tokens.add(token(matcher));
            at = matcher.end();
        }
        tokens.add(new Token(Kind.END, "", false));
        return tokens;
    }

    private static Token token(java.util.regex.Matcher matcher) {
        var name = matcher.group("name");
        if (name != null) {
            return name.startsWith("\"")
                    ? new Token(Kind.NAME, name.substring(1, name.length() - 1).replace("\"\"", "\""), true)
                    : new Token(Kind.NAME, name, false);
        }
        var text = matcher.group("text");
        if (text != null) {
            var body = text.substring(text.indexOf('\'') + 1, text.length() - 1).replace("''", "'");
            return new Token(Kind.TEXT, text.startsWith("E") ? body.replace("\\\\", "\\") : body, false);
        }
        var number = matcher.group("number");
        return number != null
                ? new Token(Kind.NUMBER, number, false)
                : new Token(Kind.SIGN, matcher.group("sign"), false);
    }
}
