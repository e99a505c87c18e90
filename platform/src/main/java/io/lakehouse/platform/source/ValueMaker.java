package io.lakehouse.platform.source;

import io.lakehouse.contract.declaration.ColumnType;
import io.lakehouse.contract.declaration.TypeName;
import io.lakehouse.contract.declaration.ValueRule;
import io.lakehouse.platform.source.CatalogueTable.CatalogueColumn;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Makes values up, as texts that PostgreSQL reads. Everything random comes from one sequence, so a seed repeats it. */
final class ValueMaker {
    private static final Pattern PART = Pattern.compile("\\{([^}]*)}");
    private static final String[] WORDS = {
        "amber", "birch", "cedar", "delta", "ember", "fjord", "grove", "harbour", "indigo", "juniper", "kelp", "lagoon"
    };
    private static final LocalDate FIRST_DAY = LocalDate.of(2020, 1, 1);
    private static final int DAYS = 3650;
    private static final int MOST_DIGITS = 9;

    private final Random random;

    ValueMaker(Random random) {
        this.random = random;
    }

    /**
     * A value by rule.
     *
     * @param made values of the row's other columns, for lookups
     */
    @Nullable
    String value(ValueRule rule, CatalogueColumn column, Map<String, @Nullable String> made) {
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
        return byType(column);
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
            return digits(part.length());
        }
        if (part.contains("|")) {
            var choices = part.split("\\|", -1);
            return choices[random.nextInt(choices.length)];
        }
        var bounds = part.split("\\.\\.");
        return within(new BigDecimal(bounds[0]), new BigDecimal(bounds[1]));
    }

    private String digits(int count) {
        var digits = new StringBuilder();
        for (int i = 0; i < count; i++) {
            digits.append((char) ('0' + random.nextInt(10)));
        }
        return digits.toString();
    }

    /** What the type suggests. Times are around 2025 and not the clock's, so that a seed repeats them. */
    String byType(CatalogueColumn column) {
        var type = column.type().orElseThrow();
        if (type.name() == TypeName.ARRAY) {
            return array(column, new ColumnType(type.element(), type.precision(), type.scale()));
        }
        return byType(column, type);
    }

    private String array(CatalogueColumn column, ColumnType element) {
        return IntStream.range(0, random.nextInt(4))
                .mapToObj(position -> "\"" + byType(column, element).replaceAll("([\\\\\"])", "\\\\$1") + "\"")
                .collect(Collectors.joining(",", "{", "}"));
    }

    private String byType(CatalogueColumn column, ColumnType type) {
        if (!column.labels().isEmpty()) {
            return column.labels().get(random.nextInt(column.labels().size()));
        }
        return switch (type.name()) {
            case SMALLINT, INTEGER, BIGINT -> Integer.toString(random.nextInt(10_000));
            case NUMERIC -> numeric(type);
            case REAL, DOUBLE -> Double.toString(random.nextInt(1_000_000) / 8.0);
            case BOOLEAN -> Boolean.toString(random.nextBoolean());
            case TEXT -> words(column.length().orElse(Integer.MAX_VALUE));
            case UUID -> new UUID(random.nextLong(), random.nextLong()).toString();
            case DATE -> FIRST_DAY.plusDays(random.nextInt(DAYS)).toString();
            case TIMESTAMP, TIMESTAMPTZ -> moment();
            case TIME, TIMETZ -> moment().substring(FIRST_DAY.toString().length() + 1);
            case INTERVAL -> random.nextInt(30) + " days " + random.nextInt(86_400) + " seconds";
            case INET -> "10." + random.nextInt(256) + "." + random.nextInt(256) + ".0/24";
            case MACADDR -> "08:00:2b:" + HexFormat.of().withDelimiter(":").formatHex(bytes(3));
            case JSON -> "{\"n\": " + random.nextInt(100) + ", \"word\": \"" + words(24) + "\"}";
            case BYTEA -> "\\x" + HexFormat.of().toHexDigits(random.nextLong());
            case ARRAY -> throw new IllegalStateException("elements of an array are no arrays");
        };
    }

    private byte[] bytes(int count) {
        var bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    private String numeric(ColumnType type) {
        var scale = type.precision() == 0 ? 4 : type.scale();
        var digits = type.precision() == 0 ? MOST_DIGITS : Math.min(MOST_DIGITS, type.precision());
        return new BigDecimal(new BigInteger(digits(digits)), scale).toPlainString();
    }

    private String words(int longest) {
        var text = WORDS[random.nextInt(WORDS.length)] + " " + WORDS[random.nextInt(WORDS.length)] + " " + digits(4);
        return text.length() <= longest ? text : text.substring(text.length() - longest);
    }

    private String moment() {
        var micros =
                Math.floorMod(random.nextLong(), ChronoUnit.DAYS.getDuration().toNanos() / 1000 * DAYS);
        return Instant.parse(FIRST_DAY + "T00:00:00Z")
                .plus(micros, ChronoUnit.MICROS)
                .toString();
    }
}
