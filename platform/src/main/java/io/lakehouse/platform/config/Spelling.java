package io.lakehouse.platform.config;

import java.util.stream.Stream;

/** Guesses which word was meant. */
final class Spelling {
    private static final int FURTHEST = 2;

    private Spelling() {}

    /** {@code "did you mean key? "}, or nothing when no known word is near. */
    static String guess(String word, String... known) {
        return Stream.of(known)
                .filter(candidate -> distance(word, candidate) <= FURTHEST)
                .findFirst()
                .map(candidate -> "did you mean " + candidate + "? ")
                .orElse("");
    }

    /** The Levenshtein distance. */
    private static int distance(String left, String right) {
        var previous = new int[right.length() + 1];
        for (int j = 0; j < previous.length; j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= left.length(); i++) {
            var row = new int[right.length() + 1];
            row[0] = i;
            for (int j = 1; j <= right.length(); j++) {
                var replaced = previous[j - 1] + (left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(replaced, Math.min(previous[j], row[j - 1]) + 1);
            }
            previous = row;
        }
        return previous[right.length()];
    }
}
