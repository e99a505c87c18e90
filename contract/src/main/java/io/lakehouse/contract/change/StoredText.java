package io.lakehouse.contract.change;

import io.lakehouse.contract.declaration.ColumnType;
import io.lakehouse.contract.declaration.TypeName;
import java.time.LocalDate;
import java.util.Base64;
import java.util.HexFormat;

/**
 * The text of a value in a store's column of texts, the same in every store: times as PostgreSQL prints them, dates and
 * intervals in ISO 8601, bytes in Base64, arrays as JSON with their elements in these same forms.
 */
public final class StoredText {
    private StoredText() {}

    /**
     * The text of a value.
     *
     * @param text the value as a raw topic gives it; not {@code null}
     * @throws IllegalArgumentException or {@link java.time.DateTimeException} or {@link ArithmeticException} when it is
     *     no value of the type
     */
    public static String of(ColumnType type, String text) {
        return switch (type.name()) {
            case DATE ->
                TemporalText.isInfinite(text)
                        ? text
                        : LocalDate.ofEpochDay(TemporalText.epochDay(text)).toString();
            case TIME -> TemporalText.time(text);
            case TIMETZ -> TemporalText.timeWithOffset(text);
            case INTERVAL -> IntervalText.of(text);
            case ARRAY -> ArrayText.json(text, element -> element(type.element(), element, false));
            default -> text;
        };
    }

    /** As {@link #of}, but one text for one value: decimals without the zeros at their end, and the bounds in front. */
    static String canonicalArray(ColumnType type, String text) {
        return ArrayText.bounds(text) + ArrayText.json(text, element -> element(type.element(), element, true));
    }

    /** The JSON of an array's element, from PostgreSQL's text of it. */
    private static String element(TypeName type, String text, boolean isCanonical) {
        return switch (type) {
            case SMALLINT, INTEGER, BIGINT -> Long.toString(Long.parseLong(text));
            case REAL -> number(Float.toString(Float.parseFloat(text)));
            case DOUBLE -> number(Double.toString(Double.parseDouble(text)));
            case NUMERIC -> ArrayText.quote(isCanonical ? CanonicalValue.decimal(text) : requireDecimal(text));
            case BOOLEAN -> bool(text);
            case TIMESTAMP -> moment(text, "");
            case TIMESTAMPTZ -> moment(text, "Z");
            case BYTEA -> ArrayText.quote(base64(text));
            default -> ArrayText.quote(of(ColumnType.of(type), text));
        };
    }

    private static String moment(String text, String zone) {
        return ArrayText.quote(TemporalText.isInfinite(text) ? text : TemporalText.moment(text) + zone);
    }

    private static String number(String text) {
        return Character.isLetter(text.charAt(text.length() - 1)) ? ArrayText.quote(text) : text;
    }

    private static String requireDecimal(String text) {
        CanonicalValue.decimal(text);
        return text;
    }

    private static String bool(String text) {
        return switch (text) {
            case "t" -> "true";
            case "f" -> "false";
            default -> throw new IllegalArgumentException("no boolean");
        };
    }

    private static String base64(String text) {
        if (!text.startsWith("\\x")) {
            throw new IllegalArgumentException("no bytes in hex");
        }
        return Base64.getEncoder().encodeToString(HexFormat.of().parseHex(text, 2, text.length()));
    }
}
