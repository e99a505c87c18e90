package io.lakehouse.platform.source.simulation;

import io.lakehouse.platform.source.simulation.Bounds.Limit;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Collectors;

/** Values of PostgreSQL's types, as texts that it reads. Everything random comes from one sequence, so a seed repeats it. */
final class TypedValues {
    private static final String[] WORDS = {
        "amber", "birch", "cedar", "delta", "ember", "fjord", "grove", "harbour", "indigo", "juniper", "kelp", "lagoon"
    };

    /** What programs trip over: these travel, too. */
    private static final List<String> ODD_TEXTS = List.of(
            "",
            "naïve café",
            "日本語",
            "🦊",
            "it's \"quoted\"",
            "back\\slash",
            "line\nbreak",
            " blanks around ",
            "{1,2}",
            "NULL");

    private static final double ODD_SHARE = 0.05;
    private static final int USUAL_SPAN = 10_000;
    private static final int MOST_DIGITS = 9;

    /** Times are around 2025 and not the clock's, so that a seed repeats them. */
    private static final LocalDate FIRST_DAY = LocalDate.of(2020, 1, 1);

    private static final long DAYS = 3650;
    private static final long MICROS_PER_DAY = 86_400_000_000L;

    private final Random random;

    TypedValues(Random random) {
        this.random = random;
    }

    /**
     * A value within the bounds.
     *
     * @throws UnknownTypeException for a type that nothing is known of
     */
    String of(ValueType type, Bounds bounds) {
        if (type.isArray()) {
            return array(type);
        }
        var values = bounds.allowed().orElse(type.labels());
        if (!values.isEmpty()) {
            var open = values.stream()
                    .filter(value -> !bounds.refused().contains(value))
                    .toList();
            return open.isEmpty() ? values.get(0) : open.get(random.nextInt(open.size()));
        }
        return switch (type.name()) {
            case "int2", "int4", "int8", "numeric" -> number(type, bounds);
            case "float4", "float8" -> floating(bounds);
            case "bool" ->
                Boolean.toString(random.nextBoolean() != bounds.refused().contains("false"));
            case "text", "varchar", "bpchar", "citext", "name" -> text(type, bounds);
            case "date" -> Ordinal.text(type, within(bounds, FIRST_DAY.toEpochDay(), DAYS));
            case "timestamp", "timestamptz" ->
                Ordinal.text(type, within(bounds, FIRST_DAY.toEpochDay() * MICROS_PER_DAY, DAYS * MICROS_PER_DAY));
            case "time" -> Ordinal.text(type, within(bounds, 0, MICROS_PER_DAY));
            case "timetz" ->
                Ordinal.text(ValueType.of("time", "time"), Math.floorMod(random.nextLong(), MICROS_PER_DAY)) + "+00";
            default -> other(type);
        };
    }

    private String other(ValueType type) {
        return switch (type.name()) {
            case "interval" ->
                random.nextInt(40) + " days " + random.nextInt(24) + ":" + random.nextInt(60) + ":"
                        + BigDecimal.valueOf(random.nextInt(60_000_000), 6).toPlainString();
            case "uuid" -> new UUID(random.nextLong(), random.nextLong()).toString();
            case "json", "jsonb" ->
                "{\"n\": " + random.nextInt(100) + ", \"word\": \"" + words() + "\", \"list\": [1, null, \"é\"]}";
            case "jsonpath" -> "$.n" + random.nextInt(10);
            case "bytea" ->
                "\\x" + HexFormat.of().toHexDigits(random.nextLong()).substring(0, 2 * random.nextInt(9));
            case "inet" -> "10." + random.nextInt(256) + "." + random.nextInt(256) + "." + random.nextInt(256) + "/24";
            case "cidr" -> "10." + random.nextInt(256) + "." + random.nextInt(256) + ".0/24";
            case "macaddr" -> "02:00:00:" + hexPairs(3);
            case "macaddr8" -> "02:00:00:ff:fe:" + hexPairs(3);
            case "bit" -> bits(type.size().orElse(1));
            case "varbit" -> bits(random.nextInt(1 + Math.min(type.size().orElse(16), 16)));
            case "money" -> BigDecimal.valueOf(random.nextInt(1_000_000), 2).toPlainString();
            case "oid", "xid" -> Integer.toString(random.nextInt(USUAL_SPAN));
            case "xml" -> "<n>" + random.nextInt(USUAL_SPAN) + "</n>";
            case "point" -> "(" + random.nextInt(100) + "," + random.nextInt(100) + ")";
            case "tsvector", "tsquery" -> WORDS[random.nextInt(WORDS.length)];
            case "hstore" -> "word=>" + WORDS[random.nextInt(WORDS.length)];
            case "ltree" -> WORDS[random.nextInt(WORDS.length)] + "." + WORDS[random.nextInt(WORDS.length)];
            case "int4range", "int8range", "numrange" -> range(Integer.toString(random.nextInt(100)), "200");
            case "daterange", "tsrange", "tstzrange" ->
                range(FIRST_DAY.plusDays(random.nextInt((int) DAYS)).toString(), "2040-01-01");
            default -> throw new UnknownTypeException(type.declared());
        };
    }

    /** A type that nothing is known of. */
    static final class UnknownTypeException extends RuntimeException {
        private static final long serialVersionUID = 1;

        UnknownTypeException(String type) {
            super(type);
        }
    }

    private String array(ValueType type) {
        var element = new ValueType(type.name(), type.declared(), type.labels(), false);
        var items = new ArrayList<String>();
        for (int i = random.nextInt(4); i > 0; i--) {
            items.add(random.nextInt(10) == 0 ? "NULL" : quoted(of(element, Bounds.NONE)));
        }
        return items.stream().collect(Collectors.joining(",", "{", "}"));
    }

    private static String quoted(String item) {
        return "\"" + item.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }

    private String number(ValueType type, Bounds bounds) {
        var scale = type.isInteger() ? 0 : type.scale().orElse(type.size().isPresent() ? 0 : 4);
        // In units of the last digit everything is a whole number.
        var span = type.isInteger()
                ? BigInteger.valueOf(USUAL_SPAN)
                : BigInteger.TEN.pow(Math.min(MOST_DIGITS, type.size().orElse(MOST_DIGITS)));
        var least = bounds.least().map(limit -> first(limit, scale));
        var most = bounds.most().map(limit -> last(limit, scale));
        var largest = largest(type);
        var from = least.orElseGet(() -> most.filter(end -> end.signum() < 0)
                        .map(end -> end.subtract(span))
                        .orElse(BigInteger.ZERO))
                .max(largest.negate())
                .min(largest);
        var to = most.orElse(from.add(span).subtract(BigInteger.ONE))
                .min(largest)
                .max(from);
        return new BigDecimal(from.add(below(to.subtract(from).add(BigInteger.ONE))), scale).toPlainString();
    }

    /** The largest number of a type, in units of its last digit. */
    private static BigInteger largest(ValueType type) {
        return switch (type.name()) {
            case "int2" -> BigInteger.valueOf(Short.MAX_VALUE);
            case "int4" -> BigInteger.valueOf(Integer.MAX_VALUE);
            case "int8" -> BigInteger.valueOf(Long.MAX_VALUE);
            default -> BigInteger.TEN.pow(type.size().orElse(1000)).subtract(BigInteger.ONE);
        };
    }

    /** The smallest number of the scale within a limit, in units of its last digit. */
    private static BigInteger first(Limit limit, int scale) {
        var rounded = limit.value().setScale(scale, RoundingMode.CEILING);
        var isOutside = limit.isOpen() && rounded.compareTo(limit.value()) == 0;
        return isOutside ? rounded.unscaledValue().add(BigInteger.ONE) : rounded.unscaledValue();
    }

    private static BigInteger last(Limit limit, int scale) {
        return first(new Limit(limit.value().negate(), limit.isOpen()), scale).negate();
    }

    private String floating(Bounds bounds) {
        var from = bounds.least().map(limit -> limit.value().doubleValue());
        var to = bounds.most().map(limit -> limit.value().doubleValue());
        if (from.isEmpty() && to.isEmpty()) {
            return Double.toString(random.nextInt(1_000_000) / 8.0);
        }
        var least = from.orElseGet(() -> to.orElse(0.0) - USUAL_SPAN);
        var most = to.orElse(least + USUAL_SPAN);
        // Halves and quarters are exact in both widths; the odd shift keeps an open limit out.
        return Double.toString(least + (most - least) * (1 + random.nextInt(1022)) / 1024);
    }

    private long within(Bounds bounds, long usual, long span) {
        var least = bounds.least().map(limit -> first(limit, 0).longValue());
        var most = bounds.most().map(limit -> last(limit, 0).longValue());
        var from = least.orElseGet(
                () -> most.map(end -> Math.min(usual, end - span)).orElse(usual));
        var to = Math.max(from, most.orElse(from + span - 1));
        return from + below(BigInteger.valueOf(to - from).add(BigInteger.ONE)).longValue();
    }

    private BigInteger below(BigInteger count) {
        return new BigInteger(count.bitLength() + 32, random).mod(count);
    }

    private String text(ValueType type, Bounds bounds) {
        var longest = Math.min(bounds.longest(), type.size().orElse(Integer.MAX_VALUE));
        if (!type.name().equals("bpchar") && random.nextDouble() < ODD_SHARE) {
            var odd = ODD_TEXTS.get(random.nextInt(ODD_TEXTS.size()));
            var length = odd.codePointCount(0, odd.length());
            if (length >= bounds.shortest()
                    && length <= longest
                    && !bounds.refused().contains(odd)) {
                return odd;
            }
        }
        var text = new StringBuilder(words());
        while (text.length() < bounds.shortest()) {
            text.append(' ').append(words());
        }
        // Its end varies most.
        var most = Math.max(longest == Integer.MAX_VALUE ? text.length() : longest, bounds.shortest());
        return text.length() <= most ? text.toString() : text.substring(text.length() - most);
    }

    private String words() {
        return WORDS[random.nextInt(WORDS.length)] + " " + WORDS[random.nextInt(WORDS.length)] + " " + digits(4);
    }

    /** So many random digits. */
    String digits(int count) {
        return characters(count, 10);
    }

    private String bits(int count) {
        return characters(count, 2);
    }

    private String characters(int count, int radix) {
        var digits = new StringBuilder();
        for (int i = 0; i < count; i++) {
            digits.append((char) ('0' + random.nextInt(radix)));
        }
        return digits.toString();
    }

    private String hexPairs(int count) {
        return random.ints(count, 0, 256)
                .mapToObj(pair -> HexFormat.of().toHexDigits((byte) pair))
                .collect(Collectors.joining(":"));
    }

    private static String range(String from, String to) {
        return "[" + from + "," + to + ")";
    }
}
