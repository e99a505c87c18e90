package io.lakehouse.platform.config;

import io.lakehouse.platform.engine.Failure;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A plain value of a YAML file as what it stands for. One that stands for something else is refused at its place. */
abstract class PlainValue {
    /** Its text, as it is written. */
    abstract String text();

    /** A failure that this value is to blame for. */
    abstract Failure failure(String problem);

    /** What stands there, in words. */
    abstract String found();

    boolean flag() {
        return switch (text()) {
            case "true" -> true;
            case "false" -> false;
            default -> throw failure("expected true or false, found " + found());
        };
    }

    int port() {
        var number = decimal();
        if (number.stripTrailingZeros().scale() > 0
                || number.signum() <= 0
                || number.compareTo(new BigDecimal(65535)) > 0) {
            throw failure("expected a port within 1 and 65535, found " + found());
        }
        return number.intValueExact();
    }

    /** A whole number. */
    long whole() {
        try {
            return decimal().longValueExact();
        } catch (ArithmeticException e) {
            throw failure("expected a whole number, found " + found());
        }
    }

    /** A whole number that an int holds. */
    int integer() {
        try {
            return Math.toIntExact(whole());
        } catch (ArithmeticException e) {
            throw failure("expected a smaller number, found " + found());
        }
    }

    /** A time: {@code 30d}, {@code 6h}, {@code 15m}, {@code 20s}. */
    Duration duration() {
        var text = text();
        if (!text.matches("\\d{1,6}[dhms]")) {
            throw failure("expected a time as 30d, 6h, 15m or 20s, found " + found());
        }
        var amount = Long.parseLong(text.substring(0, text.length() - 1));
        return switch (text.charAt(text.length() - 1)) {
            case 'd' -> Duration.ofDays(amount);
            case 'h' -> Duration.ofHours(amount);
            case 'm' -> Duration.ofMinutes(amount);
            default -> Duration.ofSeconds(amount);
        };
    }

    /** A size in bytes: {@code 200M} and {@code 1G} are of 1024 · 1024 and 1024 · 1024 · 1024 bytes. */
    long bytes() {
        var text = text();
        if (!text.matches("\\d{1,6}[MG]")) {
            throw failure("expected a size as 200M or 1G, found " + found());
        }
        return Long.parseLong(text.substring(0, text.length() - 1)) << (text.endsWith("M") ? 20 : 30);
    }

    /** One of the constants, in lower case. */
    <T extends Enum<T>> T oneOf(Class<T> type) {
        var text = text();
        for (var constant : type.getEnumConstants()) {
            if (word(constant).equals(text)) {
                return constant;
            }
        }
        throw failure("expected one of "
                + Stream.of(type.getEnumConstants()).map(PlainValue::word).collect(Collectors.joining(", "))
                + ", found " + found());
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    double number() {
        return decimal().doubleValue();
    }

    BigDecimal decimal() {
        try {
            return new BigDecimal(text());
        } catch (NumberFormatException e) {
            throw failure("expected a number, found " + found());
        }
    }
}
