package io.lakehouse.platform.source.simulation;

import io.lakehouse.contract.declaration.ValueRule;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Makes values up by rule, as texts that PostgreSQL reads. Everything random comes from one sequence, so a seed repeats it. */
final class ValueMaker {
    private static final Pattern PART = Pattern.compile("\\{([^}]*)}");
    private final Random random;
    private final TypedValues types;

    ValueMaker(Random random) {
        this.random = random;
        this.types = new TypedValues(random);
    }

    /**
     * A value by rule.
     *
     * @param made values of the row's other columns, for lookups
     */
    @Nullable
    String value(ValueRule rule, SimulatedColumn column, Map<String, @Nullable String> made) {
        if (rule instanceof ValueRule.Choice choice) {
            return chosen(choice.weights());
        }
        if (rule instanceof ValueRule.Range range) {
            return within(range.least(), range.most());
        }
        if (rule instanceof ValueRule.Pattern pattern) {
            return PART.matcher(pattern.template()).replaceAll(part -> Matcher.quoteReplacement(part(part.group(1))));
        }
        if (rule instanceof ValueRule.Lookup lookup) {
            var other = made.get(lookup.column());
            return other == null ? null : lookup.values().get(other);
        }
        return types.of(column.type(), column.bounds());
    }

    /** Whether something of this share happens. */
    boolean happens(double share) {
        return share > 0 && random.nextDouble() < share;
    }

    private String chosen(Map<String, Double> weights) {
        var left = random.nextDouble()
                * weights.values().stream().mapToDouble(Double::doubleValue).sum();
        var last = "";
        for (var entry : weights.entrySet()) {
            last = entry.getKey();
            left -= entry.getValue();
            if (left < 0) {
                break;
            }
        }
        return last;
    }

    private String within(BigDecimal least, BigDecimal most) {
        var scale = Math.max(0, Math.max(least.scale(), most.scale()));
        var from = least.setScale(scale).unscaledValue();
        var count = most.setScale(scale).unscaledValue().subtract(from).add(BigInteger.ONE);
        return new BigDecimal(from.add(new BigInteger(count.bitLength() + 32, random).mod(count)), scale)
                .toPlainString();
    }

    private String part(String part) {
        if (part.startsWith("#")) {
            return types.digits(part.length());
        }
        if (part.contains("|")) {
            var choices = part.split("\\|", -1);
            return choices[random.nextInt(choices.length)];
        }
        var bounds = part.split("\\.\\.");
        return within(new BigDecimal(bounds[0]), new BigDecimal(bounds[1]));
    }
}
