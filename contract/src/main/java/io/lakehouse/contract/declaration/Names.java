package io.lakehouse.contract.declaration;

import java.util.Locale;
import java.util.regex.Pattern;

/** The rules of names. PostgreSQL's may hold anything; the names of pipelines and stores may not. */
final class Names {
    private static final Pattern PIPELINE = Pattern.compile("[a-z][a-z0-9_]*");
    private static final Pattern PINOT = Pattern.compile("[A-Za-z][A-Za-z0-9_]*");

    /** PostgreSQL cuts longer identifiers, and a slot's name is {@code lakehouse_<pipeline>}. */
    private static final int LONGEST_PIPELINE = 40;

    private static final int LONGEST_STORE = 120;

    private Names() {}

    /** The name of a pipeline: it becomes part of a slot, topics and tables. */
    static String pipeline(String path, String name) {
        return matching(
                PIPELINE, LONGEST_PIPELINE, path, name, "lower-case letters, digits and _, beginning with a letter");
    }

    /** A name in the lake, where everything is lower case. */
    static String lake(String path, String name) {
        return matching(
                PIPELINE, LONGEST_STORE, path, name, "lower-case letters, digits and _, beginning with a letter");
    }

    /** The name of a Pinot table; Pinot itself appends the kind of table. */
    static String pinot(String path, String name) {
        if (name.endsWith("_REALTIME") || name.endsWith("_OFFLINE")) {
            throw new InvalidDeclarationException(
                    path, "\"" + name + "\" ends as Pinot's own names do: leave _REALTIME and _OFFLINE out");
        }
        return matching(PINOT, LONGEST_STORE, path, name, "letters, digits and _, beginning with a letter");
    }

    /** A name of PostgreSQL: any text that it can hold. */
    static String identifier(String path, String name) {
        if (name.isEmpty() || name.indexOf('\0') >= 0) {
            throw new InvalidDeclarationException(path, "expected a name of PostgreSQL, found \"" + name + "\"");
        }
        return name;
    }

    /** A name as query engines take it, which do not tell upper from lower case. */
    static String folded(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    /** A text of PostgreSQL turned into one that every store takes: lower case, the rest as {@code _}. */
    static String plain(String name) {
        var plain = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_]", "_");
        return plain.isEmpty() || !Character.isLetter(plain.charAt(0)) ? "t" + plain : plain;
    }

    private static String matching(Pattern pattern, int longest, String path, String name, String expected) {
        if (!pattern.matcher(name).matches() || name.length() > longest) {
            throw new InvalidDeclarationException(
                    path, "expected at most " + longest + " " + expected + ", found \"" + name + "\"");
        }
        return name;
    }
}
