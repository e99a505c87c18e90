package io.lakehouse.contract.declaration;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** How simulated values of a column are made. Values are texts as PostgreSQL reads them. */
public sealed interface ValueRule {
    /**
     * One of several values.
     *
     * @param weights how often each comes, in proportion
     */
    record Choice(Map<String, Double> weights) implements ValueRule {
        /** Refuses an empty choice and weights that are not above 0. */
        public Choice {
            weights = Collections.unmodifiableMap(new LinkedHashMap<>(weights));
            if (weights.isEmpty()) {
                throw new InvalidDeclarationException("choice", "expected at least one value");
            }
            weights.forEach((value, weight) -> {
                if (!(weight > 0) || weight.isInfinite()) {
                    throw new InvalidDeclarationException(
                            "choice", "the weight of \"" + value + "\" must be above 0, found " + weight);
                }
            });
        }
    }

    /**
     * A number, with as many digits after the point as the bounds show.
     *
     * @param least the smallest, inclusive
     * @param most the largest, inclusive
     */
    record Range(BigDecimal least, BigDecimal most) implements ValueRule {
        /** Refuses bounds in the wrong order. */
        public Range {
            if (least.compareTo(most) > 0) {
                throw new InvalidDeclarationException(
                        "range", "expected [least, most], found [" + least + ", " + most + "]");
            }
        }
    }

    /**
     * A text with parts that vary: <code>{1..400}</code> is a number, <code>{red|green}</code> one of several,
     * <code>{#####}</code> that many digits.
     *
     * @param template the text
     */
    record Pattern(String template) implements ValueRule {
        /** Refuses a brace that is not closed and a part that is none of the three. */
        public Pattern {
            var rest = template;
            while (rest.indexOf('{') >= 0) {
                var end = rest.indexOf('}', rest.indexOf('{'));
                var part = end < 0 ? "" : rest.substring(rest.indexOf('{') + 1, end);
                if (!part.matches("#{1,18}") && !part.contains("|") && !isRange(part)) {
                    throw new InvalidDeclarationException(
                            "pattern", "expected {least..most}, {one|other} or {###} in \"" + template + "\"");
                }
                rest = rest.substring(end + 1);
            }
        }

        private static boolean isRange(String part) {
            if (!part.matches("\\d{1,18}\\.\\.\\d{1,18}")) {
                return false;
            }
            var bounds = part.split("\\.\\.");
            return Long.parseLong(bounds[0]) <= Long.parseLong(bounds[1]);
        }
    }

    /**
     * The value that belongs to that of another column.
     *
     * @param column the other column
     * @param values values by the other column's; NULL where the other's value is not among them
     */
    record Lookup(String column, Map<String, String> values) implements ValueRule {
        /** Keeps its own copy. */
        public Lookup {
            values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
        }
    }

    /**
     * The source's clock.
     *
     * @param onUpdate whether updates set it anew, too
     */
    record Now(boolean onUpdate) implements ValueRule {}

    /** What the column's type suggests. */
    record ByType() implements ValueRule {}
}
