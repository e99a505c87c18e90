package io.lakehouse.platform.plan;

import io.lakehouse.contract.declaration.ColumnType;
import io.lakehouse.contract.declaration.TypeName;
import java.util.List;
import java.util.Optional;

/** Which changes of a column's type its stores follow: those after which every value that they hold is still right. */
final class TypeChange {
    /** Digits of the longest decimal that the lake keeps as one; longer ones and those without a bound are texts there. */
    private static final int LAKE_DECIMAL_DIGITS = 38;

    private static final List<List<TypeName>> WIDER = List.of(
            List.of(TypeName.SMALLINT, TypeName.INTEGER, TypeName.BIGINT),
            List.of(TypeName.REAL, TypeName.DOUBLE),
            List.of(TypeName.UUID, TypeName.TEXT));

    private TypeChange() {}

    /**
     * The type by which the stores keep the column from now on: the wider one of the two.
     *
     * @return empty when neither takes the other's values
     */
    static Optional<ColumnType> followed(ColumnType known, ColumnType seen) {
        if (takes(known, seen)) {
            return Optional.of(known);
        }
        return takes(seen, known) ? Optional.of(seen) : Optional.empty();
    }

    private static boolean takes(ColumnType wide, ColumnType narrow) {
        if (wide.equals(narrow)) {
            return true;
        }
        if (wide.name() == TypeName.NUMERIC && narrow.name() == TypeName.NUMERIC) {
            return isLakeDecimal(wide)
                    ? isLakeDecimal(narrow) && wide.scale() == narrow.scale() && wide.precision() >= narrow.precision()
                    : !isLakeDecimal(narrow) && (wide.precision() == 0 || isWider(wide, narrow));
        }
        return WIDER.stream()
                .anyMatch(types -> types.contains(wide.name())
                        && types.contains(narrow.name())
                        && types.indexOf(wide.name()) >= types.indexOf(narrow.name()));
    }

    private static boolean isLakeDecimal(ColumnType type) {
        return type.precision() > 0 && type.precision() <= LAKE_DECIMAL_DIGITS;
    }

    private static boolean isWider(ColumnType wide, ColumnType narrow) {
        return narrow.precision() != 0
                && wide.scale() >= narrow.scale()
                && wide.precision() - wide.scale() >= narrow.precision() - narrow.scale();
    }
}
