package io.lakehouse.platform.source;

import io.lakehouse.contract.declaration.ColumnType;
import io.lakehouse.contract.declaration.TypeName;
import java.util.Map;
import java.util.Optional;

/** Which types of PostgreSQL are carried, and as what. */
final class SourceTypes {
    private static final int TYPMOD_HEADER = 4;
    private static final Map<String, TypeName> CARRIED = Map.ofEntries(
            Map.entry("int2", TypeName.SMALLINT),
            Map.entry("int4", TypeName.INTEGER),
            Map.entry("int8", TypeName.BIGINT),
            Map.entry("float4", TypeName.REAL),
            Map.entry("float8", TypeName.DOUBLE),
            Map.entry("bool", TypeName.BOOLEAN),
            Map.entry("text", TypeName.TEXT),
            Map.entry("varchar", TypeName.TEXT),
            Map.entry("bpchar", TypeName.TEXT),
            Map.entry("uuid", TypeName.UUID),
            Map.entry("date", TypeName.DATE),
            Map.entry("time", TypeName.TIME),
            Map.entry("timetz", TypeName.TIMETZ),
            Map.entry("interval", TypeName.INTERVAL),
            Map.entry("inet", TypeName.INET),
            Map.entry("cidr", TypeName.INET),
            Map.entry("macaddr", TypeName.MACADDR),
            Map.entry("macaddr8", TypeName.MACADDR),
            Map.entry("timestamp", TypeName.TIMESTAMP),
            Map.entry("timestamptz", TypeName.TIMESTAMPTZ),
            Map.entry("json", TypeName.JSON),
            Map.entry("jsonb", TypeName.JSON),
            Map.entry("bytea", TypeName.BYTEA));

    private SourceTypes() {}

    /**
     * What a type is carried as.
     *
     * @param schema the type's schema, that of its base when it is a domain
     * @param name the type's name in the catalogue
     * @param kind {@code typtype} of pg_type
     * @param modifier {@code atttypmod}, or -1
     * @return empty when it is not carried
     */
    static Optional<ColumnType> carried(String schema, String name, String kind, int modifier) {
        if (kind.equals("e")) {
            return Optional.of(ColumnType.of(TypeName.TEXT));
        }
        if (!schema.equals("pg_catalog")) {
            return Optional.empty();
        }
        return name.equals("numeric")
                ? numeric(modifier)
                : Optional.ofNullable(CARRIED.get(name)).map(ColumnType::of);
    }

    /** The modifier holds the precision in its upper half and the scale, 11 bits with a sign, in its lower. */
    private static Optional<ColumnType> numeric(int modifier) {
        if (modifier < TYPMOD_HEADER) {
            return Optional.of(ColumnType.of(TypeName.NUMERIC));
        }
        var packed = modifier - TYPMOD_HEADER;
        var precision = packed >> 16 & 0xFFFF;
        var scale = (packed & 0x7FF ^ 0x400) - 0x400;
        // PostgreSQL 15 lets the point stand outside of the digits, which no store does: as without a bound.
        return Optional.of(
                scale < 0 || scale > precision
                        ? ColumnType.of(TypeName.NUMERIC)
                        : new ColumnType(TypeName.NUMERIC, precision, scale));
    }
}
