package io.lakehouse.platform.capture;

import java.util.stream.Collectors;

/**
 * Names of PostgreSQL as Debezium's lists take them: regular expressions that it cuts at commas, semicolons and colons,
 * trims, and matches without regard to case. PostgreSQL's names are case-sensitive and may hold any of these.
 */
final class ExactNames {
    /** What makes an expression tell cases apart, and take a line's end for a character as any other. */
    static final String EXACT = "(?s-i)";

    private ExactNames() {}

    /** The expression that matches this table and no other. */
    static String table(String schema, String table) {
        return EXACT + literal(schema) + "\\." + literal(table);
    }

    /** A name in which every odd character is a number: nothing is left that a list could be cut or trimmed at. */
    static String literal(String name) {
        return name.codePoints()
                .mapToObj(character -> Character.isLetterOrDigit(character) && character < 128 || character == '_'
                        ? Character.toString(character)
                        : "\\x{" + Integer.toHexString(character) + "}")
                .collect(Collectors.joining());
    }
}
