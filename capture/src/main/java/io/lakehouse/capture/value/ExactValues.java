package io.lakehouse.capture.value;

import io.debezium.spi.converter.CustomConverter;
import io.debezium.spi.converter.RelationalColumn;
import java.sql.Types;
import java.util.Properties;
import org.apache.kafka.connect.data.SchemaBuilder;

/**
 * Writes the values whose own conversion in Debezium loses something: dates and times, where {@code 24:00:00} becomes
 * {@code 00:00:00} and infinity a day of a year long gone, and arrays, where only one dimension and not every type of
 * elements is known (docs/decisions/0020).
 *
 * <p>Debezium finds it beside its connector and asks it about each column. A column that it does not register stays
 * Debezium's.
 */
public final class ExactValues implements CustomConverter<SchemaBuilder, RelationalColumn> {
    /** PostgreSQL's numbers of its types, which never change; that of a domain is its base type's. */
    private static final int DATE = 1082;

    private static final int TIME = 1083;
    private static final int TIMETZ = 1266;
    private static final int TIMESTAMP = 1114;
    private static final int TIMESTAMPTZ = 1184;

    @Override
    public void configure(Properties properties) {}

    @Override
    public void converterFor(RelationalColumn column, ConverterRegistration<SchemaBuilder> registration) {
        if (column.jdbcType() == Types.ARRAY) {
            registration.register(SchemaBuilder.string(), ValueText::text);
            return;
        }
        switch (column.nativeType()) {
            case DATE -> registration.register(SchemaBuilder.string(), ValueText::date);
            case TIME, TIMETZ -> registration.register(SchemaBuilder.string(), ValueText::text);
            case TIMESTAMP -> registration.register(SchemaBuilder.string(), ValueText::timestamp);
            case TIMESTAMPTZ -> registration.register(SchemaBuilder.string(), ValueText::timestamptz);
            default -> {}
        }
    }
}
