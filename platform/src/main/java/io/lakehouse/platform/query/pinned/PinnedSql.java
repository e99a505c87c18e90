package io.lakehouse.platform.query.pinned;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A statement whose tables of the lake are read from another catalogue, which is pinned to one published state. Only
 * names that say their catalogue are touched: {@code nessie.namespace.table}, with or without quotes, and columns that are
 * named through it. Texts, comments and aliases stay as they are.
 */
final class PinnedSql {
    private static final int CATALOG_SCHEMA_TABLE = 3;

    private final String sql;
    private int at;

    private PinnedSql(String sql) {
        this.sql = sql;
    }

    /** A name with dots: its parts as they are compared, and where the first of them stands. */
    private record Name(List<String> parts, int start, int endOfFirst) {
        boolean isOf(String catalog) {
            return parts.size() >= CATALOG_SCHEMA_TABLE && parts.get(0).equals(catalog);
        }
    }

    /**
     * The statement with one catalogue for another.
     *
     * @param from name of the catalogue that is not to be read
     * @param to name of the one that is
     */
    static String of(String sql, String from, String to) {
        var pinned = new StringBuilder();
        var copied = 0;
        for (var name : new PinnedSql(sql).names()) {
            if (name.isOf(from)) {
                pinned.append(sql, copied, name.start()).append('"').append(to).append('"');
                copied = name.endOfFirst();
            }
        }
        return pinned.append(sql.substring(copied)).toString();
    }

    /** Whether a statement names a table of a catalogue. */
    static boolean names(String sql, String catalog) {
        return new PinnedSql(sql).names().stream().anyMatch(name -> name.isOf(catalog));
    }

    private List<Name> names() {
        var names = new ArrayList<Name>();
        while (at < sql.length()) {
            if (isComment() || sql.charAt(at) == '\'') {
                skip();
            } else if (isIdentifier()) {
                names.add(name());
            } else if (Character.isLetterOrDigit(sql.charAt(at))) {
                // A number with an exponent is no name.
                while (at < sql.length() && Character.isLetterOrDigit(sql.charAt(at))) {
                    at++;
                }
            } else {
                at++;
            }
        }
        return names;
    }

    private Name name() {
        var start = at;
        var parts = new ArrayList<>(List.of(identifier()));
        var endOfFirst = at;
        while (true) {
            var back = at;
            skipBlanks();
            if (at < sql.length() && sql.charAt(at) == '.') {
                at++;
                skipBlanks();
                if (at < sql.length() && isIdentifier()) {
                    parts.add(identifier());
                    continue;
                }
            }
            at = back;
            return new Name(parts, start, endOfFirst);
        }
    }

    /** One identifier as Trino compares catalogues: in lower case, whether it is quoted or not. */
    private String identifier() {
        var start = at;
        if (sql.charAt(at) == '"') {
            skipQuoted('"');
            var end = at > start + 1 && sql.charAt(at - 1) == '"' ? at - 1 : at;
            return sql.substring(start + 1, end).replace("\"\"", "\"").toLowerCase(Locale.ROOT);
        }
        while (at < sql.length() && (Character.isLetterOrDigit(sql.charAt(at)) || sql.charAt(at) == '_')) {
            at++;
        }
        return sql.substring(start, at).toLowerCase(Locale.ROOT);
    }

    private boolean isIdentifier() {
        var character = sql.charAt(at);
        return character == '"' || character == '_' || Character.isLetter(character);
    }

    private boolean isComment() {
        return sql.startsWith("--", at) || sql.startsWith("/*", at);
    }

    private void skipBlanks() {
        while (at < sql.length() && (Character.isWhitespace(sql.charAt(at)) || isComment())) {
            if (isComment()) {
                skip();
            } else {
                at++;
            }
        }
    }

    private void skip() {
        if (sql.charAt(at) == '\'') {
            skipQuoted('\'');
            return;
        }
        var isLine = sql.startsWith("--", at);
        var end = sql.indexOf(isLine ? "\n" : "*/", at + 2);
        at = end < 0 ? sql.length() : end + (isLine ? 1 : 2);
    }

    /** A quote that is doubled stands for itself. */
    private void skipQuoted(char quote) {
        at++;
        while (at < sql.length()) {
            if (sql.charAt(at) == quote) {
                if (at + 1 < sql.length() && sql.charAt(at + 1) == quote) {
                    at++;
                } else {
                    at++;
                    return;
                }
            }
            at++;
        }
    }
}
