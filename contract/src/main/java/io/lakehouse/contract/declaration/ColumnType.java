package io.lakehouse.contract.declaration;

import java.util.Locale;

/**
 * The type of a column.
 *
 * @param name which type
 * @param precision digits in all of a numeric, 1 to 1000, or 0 when it has no bound; 0 for every other type. Of an
 *     array it is that of the elements
 * @param scale digits after the point of a numeric; 0 for every other type. Of an array it is that of the elements
 * @param element type of the elements of an array; every other type itself
 */
public record ColumnType(TypeName name, int precision, int scale, TypeName element) {
    /** Refuses a precision, a scale or an element that the type cannot have. */
    public ColumnType {
        if (name == TypeName.ARRAY ? element == TypeName.ARRAY : element != name) {
            throw new IllegalArgumentException(name + " has no elements of the type " + element);
        }
        if (element != TypeName.NUMERIC && (precision != 0 || scale != 0)) {
            throw new IllegalArgumentException(name + " has neither precision nor scale");
        }
        if (precision < 0 || precision > 1000 || scale < 0 || scale > precision) {
            throw new IllegalArgumentException("numeric(" + precision + "," + scale + ") is not carried: "
                    + "the precision must be within 1 and 1000, the scale within 0 and the precision");
        }
    }

    /** A type that is no array. */
    public ColumnType(TypeName name, int precision, int scale) {
        this(name, precision, scale, name);
    }

    /** A type without precision and scale. */
    public static ColumnType of(TypeName name) {
        return new ColumnType(name, 0, 0);
    }

    /** Arrays of a type, of any number of dimensions. */
    public static ColumnType arrayOf(ColumnType element) {
        return new ColumnType(TypeName.ARRAY, element.precision, element.scale, element.name);
    }

    /** As SQL writes it: {@code numeric(10,2)}, {@code bigint}, {@code text[]}. */
    @Override
    public String toString() {
        var written = element.name().toLowerCase(Locale.ROOT);
        return (precision == 0 ? written : written + "(" + precision + "," + scale + ")")
                + (name == TypeName.ARRAY ? "[]" : "");
    }
}
