package io.lakehouse.lake.lookup;

import java.io.Serializable;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Optional;
import org.apache.iceberg.shaded.org.apache.parquet.column.values.ValuesReader;
import org.apache.iceberg.shaded.org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.iceberg.shaded.org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.iceberg.shaded.org.apache.parquet.schema.LogicalTypeAnnotation.IntLogicalTypeAnnotation;
import org.apache.iceberg.shaded.org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.iceberg.shaded.org.apache.parquet.schema.PrimitiveType;
import org.apache.iceberg.shaded.org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/**
 * How a file keeps a column of a table.
 *
 * @param type of the file's column
 * @param decoding makes Spark's inner value of what the file has
 */
record StoredColumn(PrimitiveType type, Decoding decoding) {

    /** Makes Spark's inner value of the next one of a column, which is not NULL. */
    interface Decoding extends Serializable {
        /** The value. */
        Object of(ValuesReader values);
    }

    /** A column of a table in such a column of a file, which may be narrower; empty when this is not known. */
    static Optional<StoredColumn> of(Type type, PrimitiveType stored) {
        var decoding = decoding(type, stored);
        return decoding == null ? Optional.empty() : Optional.of(new StoredColumn(stored, decoding));
    }

    private static @Nullable Decoding decoding(Type type, PrimitiveType stored) {
        var kept = stored.getPrimitiveTypeName();
        var said = stored.getLogicalTypeAnnotation();
        if (said instanceof IntLogicalTypeAnnotation integer && !integer.isSigned()) {
            return null;
        }
        return switch (type.typeId()) {
            case BOOLEAN -> kept == PrimitiveTypeName.BOOLEAN ? ValuesReader::readBoolean : null;
            case INTEGER, DATE -> kept == PrimitiveTypeName.INT32 ? ValuesReader::readInteger : null;
            case LONG -> {
                if (kept == PrimitiveTypeName.INT32) {
                    yield values -> (long) values.readInteger();
                }
                yield kept == PrimitiveTypeName.INT64 ? ValuesReader::readLong : null;
            }
            case FLOAT -> kept == PrimitiveTypeName.FLOAT ? ValuesReader::readFloat : null;
            case DOUBLE -> {
                if (kept == PrimitiveTypeName.FLOAT) {
                    yield values -> (double) values.readFloat();
                }
                yield kept == PrimitiveTypeName.DOUBLE ? ValuesReader::readDouble : null;
            }
            case TIMESTAMP ->
                kept == PrimitiveTypeName.INT64
                                && said instanceof TimestampLogicalTypeAnnotation moment
                                && moment.getUnit() == LogicalTypeAnnotation.TimeUnit.MICROS
                        ? ValuesReader::readLong
                        : null;
            case STRING ->
                kept == PrimitiveTypeName.BINARY && !(said instanceof DecimalLogicalTypeAnnotation)
                        ? values -> UTF8String.fromBytes(values.readBytes().getBytes())
                        : null;
            case DECIMAL -> decimal((Types.DecimalType) type, kept, said);
            default -> null;
        };
    }

    private static @Nullable Decoding decimal(
            Types.DecimalType type, PrimitiveTypeName kept, @Nullable LogicalTypeAnnotation said) {
        if (!(said instanceof DecimalLogicalTypeAnnotation decimal) || decimal.getScale() != type.scale()) {
            return null;
        }
        var precision = type.precision();
        var scale = type.scale();
        return switch (kept) {
            case INT32 -> values -> Decimal.apply(values.readInteger(), precision, scale);
            case INT64 -> values -> Decimal.apply(values.readLong(), precision, scale);
            case BINARY, FIXED_LEN_BYTE_ARRAY ->
                values -> Decimal.apply(
                        new BigDecimal(new BigInteger(values.readBytes().getBytes()), scale), precision, scale);
            default -> null;
        };
    }
}
