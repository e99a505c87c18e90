package io.lakehouse.contract.declaration;

/**
 * The type of a column.
 *
 * @param name which type
 * @param precision digits in all of a numeric, 1 to 1000, or 0 when it has no bound; 0 for every other type
 * @param scale digits after the point of a numeric; 0 for every other type
 */
public record ColumnType(TypeName name, int precision, int scale) {
    /** Refuses a precision or scale that the type cannot have. */
    public ColumnType {
        if (name != TypeName.NUMERIC && (precision != 0 || scale != 0)) {
            throw new IllegalArgumentException(name + " has neither precision nor scale");
        }
        if (precision < 0 || precision > 1000 || scale < 0 || scale > precision) {
            throw new IllegalArgumentException("numeric(" + precision + "," + scale + ") is not carried: "
                    + "the precision must be within 1 and 1000, the scale within 0 and the precision");
        }
    }

    /** A type without precision and scale. */
    public static ColumnType of(TypeName name) {
        return new ColumnType(name, 0, 0);
    }

    /** As SQL writes it: {@code numeric(10,2)}, {@code bigint}. */
    @Override
    public String toString() {
        var lower = name.name().toLowerCase(java.util.Locale.ROOT);
        return precision == 0 ? lower : lower + "(" + precision + "," + scale + ")";
    }
}
