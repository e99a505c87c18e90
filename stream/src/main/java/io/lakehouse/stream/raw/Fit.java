package io.lakehouse.stream.raw;

import io.lakehouse.contract.change.CanonicalValue;
import io.lakehouse.contract.change.MalformedChangeException;
import io.lakehouse.contract.declaration.Column;
import io.lakehouse.contract.declaration.ColumnType;
import java.math.BigDecimal;
import java.math.MathContext;

/**
 * Whether a column's type takes a value whole. A source that widened a column sends values that its old type would
 * take with fewer digits, or that only some of the stores would take; none of them may be written.
 */
final class Fit {
    /** Any decimal with so many digits comes out of a 32-bit floating point number as it went in. */
    private static final int SAFE_REAL_DIGITS = 6;

    private Fit() {}

    static boolean fits(Column column, String text) {
        try {
            CanonicalValue.of(column, text);
            return switch (column.type().name()) {
                case SMALLINT -> isWithin(text, Short.MIN_VALUE, Short.MAX_VALUE);
                case INTEGER -> isWithin(text, Integer.MIN_VALUE, Integer.MAX_VALUE);
                case REAL -> isReal(text);
                case NUMERIC -> isNumeric(column.type(), text);
                default -> true;
            };
        } catch (MalformedChangeException e) {
            return false;
        }
    }

    private static boolean isWithin(String text, long least, long most) {
        var value = Long.parseLong(text);
        return value >= least && value <= most;
    }

    /** Whether the digits are those of the nearest 32-bit number: that of a wider one has others in the same places. */
    private static boolean isReal(String text) {
        if (!isPlain(text)) {
            return true;
        }
        var number = Float.parseFloat(text);
        if (Float.isInfinite(number)) {
            return false;
        }
        var decimal = new BigDecimal(text).stripTrailingZeros();
        var digits = decimal.precision();
        return digits <= SAFE_REAL_DIGITS
                || Float.toString(number).equals(text)
                || new BigDecimal((double) number)
                                .round(new MathContext(digits))
                                .compareTo(decimal)
                        == 0;
    }

    private static boolean isNumeric(ColumnType type, String text) {
        if (type.precision() == 0 || !isPlain(text)) {
            return true;
        }
        var decimal = new BigDecimal(text).stripTrailingZeros();
        return decimal.signum() == 0
                || decimal.scale() <= type.scale()
                        && decimal.precision() - decimal.scale() <= type.precision() - type.scale();
    }

    /** NaN and the infinities have no digits. */
    private static boolean isPlain(String text) {
        return text.chars().anyMatch(Character::isDigit);
    }
}
