package io.lakehouse.platform.query.live;

import io.lakehouse.contract.declaration.Column;
import io.lakehouse.contract.declaration.TableShape;
import io.lakehouse.contract.declaration.TypeName;
import java.util.ArrayList;
import java.util.List;

/**
 * One column in Trino's SQL: its type in the SCD2 table, and the value that the SCD2 table would hold of a text on a raw
 * topic, to the last digit (docs/reference/types.md).
 */
final class ColumnSql {
    /** A decimal of Iceberg and of Trino has at most this many digits; a longer or unbounded one is kept as its text. */
    private static final int DECIMAL_DIGITS = 38;

    /** The last moment that is no special value; see {@code SpecialValues}. */
    private static final String LAST_YEAR = "73326";

    private static final String LAST_REST = "-09-11T20:14:45.247999";

    private final Column column;
    private final int number;

    /** A column with its number among those of its table. */
    ColumnSql(Column column, int number) {
        this.column = column;
        this.number = number;
    }

    /** The columns of a table. */
    static List<ColumnSql> of(TableShape shape) {
        var columns = new ArrayList<ColumnSql>();
        shape.columns().forEach(column -> columns.add(new ColumnSql(column, columns.size())));
        return List.copyOf(columns);
    }

    /** Whether another value of it makes a version. */
    boolean isTracked() {
        return column.tracked();
    }

    /** Whether it is this column of the key. */
    boolean is(String key) {
        return column.name().equals(key);
    }

    /** Its name in the SCD2 table and the views. */
    String name() {
        return Sql.name(column.name());
    }

    /** Its name as a text. */
    String label() {
        return Sql.text(column.name());
    }

    /** Its name in between, which no column of a source can meet. */
    String alias() {
        return "c" + number;
    }

    /** Its text in an image, which is a map of the source's names to texts. */
    String text(String image) {
        return "element_at(" + image + ", " + Sql.text(column.source()) + ")";
    }

    /** Its type in the SCD2 table. */
    String type() {
        return switch (column.type().name()) {
            case SMALLINT, INTEGER -> "integer";
            case BIGINT -> "bigint";
            case NUMERIC ->
                isDecimal()
                        ? "decimal(" + column.type().precision() + ", "
                                + column.type().scale() + ")"
                        : "varchar";
            case REAL -> "real";
            case DOUBLE -> "double";
            case BOOLEAN -> "boolean";
            case TEXT, UUID, TIME, TIMETZ, INTERVAL, INET, MACADDR, JSON, BYTEA, ARRAY -> "varchar";
            case DATE -> "date";
            case TIMESTAMP -> "timestamp(6)";
            case TIMESTAMPTZ -> "timestamp(6) with time zone";
        };
    }

    /**
     * Whether the SCD2 table writes its values in a form that SQL cannot make of the raw text. Until they are in the lake
     * they stand in {@code special_values}, as the raw topic has them.
     */
    boolean isOnlyInLake() {
        return column.type().name() == TypeName.ARRAY || column.type().name() == TypeName.INTERVAL;
    }

    /** Whether some of its values stand in {@code special_values}. */
    boolean canBeSpecial() {
        return switch (column.type().name()) {
            case NUMERIC, DATE, TIMESTAMP, TIMESTAMPTZ, ARRAY, INTERVAL -> true;
            default -> false;
        };
    }

    /** Its value, NULL for a special one. A text that is no value of the type fails the query. */
    String value(String text) {
        return switch (column.type().name()) {
            case SMALLINT, INTEGER, BIGINT, REAL, DOUBLE -> "CAST(" + text + " AS " + type() + ")";
            case NUMERIC -> unlessSpecial(text, isDecimal() ? "CAST(" + text + " AS " + type() + ")" : text);
            case BOOLEAN -> "(" + text + " IN ('true', 't'))";
            case TEXT, UUID, TIME, TIMETZ, INET, MACADDR, JSON, BYTEA -> text;
            case INTERVAL, ARRAY -> "CAST(NULL AS varchar)";
            case DATE -> unlessSpecial(text, "CAST(" + commonEra("rtrim(" + text + ", 'Z')") + " AS date)");
            case TIMESTAMP -> unlessSpecial(text, moment(text));
            case TIMESTAMPTZ -> unlessSpecial(text, "with_timezone(" + moment(text) + ", 'UTC')");
        };
    }

    /** What {@code special_values} has of it; NULL for nearly every value. */
    String special(String text) {
        return switch (column.type().name()) {
            case NUMERIC ->
                "CASE " + text + " WHEN 'NaN' THEN 'NaN' WHEN 'NAN' THEN 'NaN' WHEN 'Infinity' THEN 'Infinity'"
                        + " WHEN 'POSITIVE_INFINITY' THEN 'Infinity' WHEN '-Infinity' THEN '-Infinity'"
                        + " WHEN 'NEGATIVE_INFINITY' THEN '-Infinity' END";
            case DATE -> "CASE WHEN " + isInfinite(text) + " THEN " + text + " END";
            case TIMESTAMP -> specialMoment(text, "''");
            case TIMESTAMPTZ -> specialMoment(text, "'Z'");
            case ARRAY, INTERVAL -> text;
            default -> "CAST(NULL AS varchar)";
        };
    }

    /** What {@code special_values} has of it in a row, whose alias ends in a dot. */
    String specialOf(String row) {
        return "json_extract_scalar(" + row + "special_values, " + Sql.text(path()) + ")";
    }

    /** What it contributes to the comparison of two versions: -0 and 0 are two values, NaN is one. */
    List<String> compared(String row) {
        if (column.type().name() == TypeName.REAL || column.type().name() == TypeName.DOUBLE) {
            return List.of("CAST(" + row + alias() + " AS varchar)");
        }
        return canBeSpecial() ? List.of(row + alias(), specialOf(row)) : List.of(row + alias());
    }

    private String path() {
        return "$[\"" + column.name().replace("\\", "\\\\").replace("\"", "\\\"") + "\"]";
    }

    private boolean isDecimal() {
        return column.type().precision() > 0 && column.type().precision() <= DECIMAL_DIGITS;
    }

    private String unlessSpecial(String text, String value) {
        return "CASE WHEN " + special(text) + " IS NULL THEN " + value + " END";
    }

    private static String isInfinite(String text) {
        return text + " IN ('infinity', '-infinity')";
    }

    /** PostgreSQL's {@code 0044-03-15 BC} is the year -43 of ISO 8601. */
    private static String commonEra(String text) {
        return "regexp_replace(" + text
                + ", '^(\\d+)(.*) BC$', year -> format('%05d', 1 - CAST(year[1] AS bigint)) || year[2])";
    }

    /** ISO 8601's T and PostgreSQL's blank, a Z or +00 at the end, or nothing: all are UTC. */
    private static String moment(String text) {
        return "CAST(regexp_replace(replace(" + commonEra(text) + ", 'T', ' '), '(Z|[+]00(:00)?)$', '')"
                + " AS timestamp(6))";
    }

    /** As {@code SpecialValues} tells them: nearly every one by its fifth character alone. */
    private static String specialMoment(String text, String zone) {
        var year = "CAST(regexp_extract(" + text + ", '^[+]?(\\d+)-', 1) AS bigint)";
        var rest = "regexp_extract(regexp_replace(replace(" + text
                + ", ' ', 'T'), '(Z|[+]00(:00)?)$', ''), '^[+]?\\d+(-.*)$', 1)";
        var iso = "'+' || CAST(" + year + " AS varchar) || regexp_replace(" + rest + ", '[.]0*$|([.]\\d*?)0+$', '$1')";
        return "CASE WHEN substr(" + text + ", 5, 1) = '-' THEN CAST(NULL AS varchar) WHEN " + isInfinite(text)
                + " THEN "
                + text + " WHEN substr(" + text + ", 1, 1) = '-' OR " + text + " LIKE '% BC' THEN NULL WHEN " + year
                + " > " + LAST_YEAR + " OR " + year + " = " + LAST_YEAR + " AND " + rest + " > '" + LAST_REST
                + "' THEN "
                + iso + " || " + zone + " END";
    }
}
