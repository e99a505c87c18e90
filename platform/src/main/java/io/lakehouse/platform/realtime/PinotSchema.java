package io.lakehouse.platform.realtime;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lakehouse.contract.declaration.ColumnType;
import io.lakehouse.contract.declaration.StoreColumns;
import io.lakehouse.contract.declaration.TypeName;
import io.lakehouse.platform.engine.Failure;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** A Pinot schema in the making: which type carries which, and which columns need what in the table config. */
final class PinotSchema {
    /** The source's commit time, in microseconds since 1970: every table's time column. */
    static final String TIME_COLUMN = "event_timestamp";
    /** Pinot cuts a text at 512 characters unless it is told a length; this one is never reached. */
    private static final int NEVER_CUT = Integer.MAX_VALUE;

    private final String table;
    private final Set<String> names = new LinkedHashSet<>();
    private final ArrayNode dimensions = JsonNodeFactory.instance.arrayNode();
    private final ArrayNode metrics = JsonNodeFactory.instance.arrayNode();
    private final List<String> decimals = new ArrayList<>();
    private final List<String> distinctTexts = new ArrayList<>();
    private final List<String> texts = new ArrayList<>();
    private final List<String> distinctNumbers = new ArrayList<>();
    private final Set<String> indexed = new HashSet<>();

    PinotSchema(String table) {
        this.table = table;
        claim(TIME_COLUMN);
        distinctNumbers.add(TIME_COLUMN);
    }

    void add(String name, ColumnType type) {
        add(name, type.name());
    }

    void add(String name, TypeName type) {
        claim(name);
        if (type == TypeName.NUMERIC) {
            // Pinot has no exact decimal but as a metric without a dictionary.
            metrics.addObject().put("name", name).put("dataType", "BIG_DECIMAL");
            decimals.add(name);
            return;
        }
        var field = dimensions.addObject().put("name", name).put("dataType", dataType(type));
        if (dataType(type).equals("STRING")) {
            field.put("maxLength", NEVER_CUT);
            texts.add(name);
        }
        if (isDistinctNumber(type)) {
            distinctNumbers.add(name);
        }
    }

    /** Whether nearly every row holds another number: moments, and what was measured. */
    private static boolean isDistinctNumber(TypeName type) {
        return switch (type) {
            case TIMESTAMP, TIMESTAMPTZ, REAL, DOUBLE -> true;
            default -> false;
        };
    }

    /** Adds a text that is another in nearly every row: a dictionary would hold it twice. */
    void addDistinctText(String name) {
        claim(name);
        dimensions.addObject().put("name", name).put("dataType", "STRING").put("maxLength", NEVER_CUT);
        distinctTexts.add(name);
    }

    /**
     * Takes an index on columns; a number that has one keeps its dictionary.
     *
     * @throws Failure when a column is not there, or Pinot cannot index it
     */
    void index(String option, List<String> columns) {
        for (var column : columns) {
            if (!names.contains(column)) {
                throw new Failure("Pinot table " + table + ": " + option + " names column \"" + column
                        + "\", which it does not have; its columns are " + String.join(", ", names));
            }
            indexed.add(column);
            if (withoutDictionary().contains(column)) {
                throw new Failure("Pinot table " + table + ": " + option + " names column \"" + column
                        + "\", which Pinot keeps without a dictionary and cannot index; take it out");
            }
        }
    }

    ObjectNode json(List<String> primaryKey) {
        var schema = JsonNodeFactory.instance.objectNode();
        schema.put("schemaName", table);
        schema.set("dimensionFieldSpecs", dimensions);
        schema.set("metricFieldSpecs", metrics);
        schema.putArray("dateTimeFieldSpecs")
                .addObject()
                .put("name", TIME_COLUMN)
                .put("dataType", "LONG")
                .put("format", "1:MICROSECONDS:EPOCH")
                .put("granularity", "1:MICROSECONDS");
        var keys = schema.putArray("primaryKeyColumns");
        primaryKey.forEach(keys::add);
        return schema;
    }

    /** Columns without a dictionary: where nearly all values differ, it costs more of each row than it saves. */
    List<String> withoutDictionary() {
        return Stream.of(
                        decimals.stream(),
                        distinctTexts.stream(),
                        distinctNumbers.stream().filter(name -> !indexed.contains(name)))
                .flatMap(names -> names)
                .toList();
    }

    /** Columns whose dictionary must not pad each text to the longest. */
    List<String> variableLength() {
        return texts;
    }

    private void claim(String name) {
        if (!names.add(name)) {
            throw new Failure("Pinot table " + table + ": column \"" + name
                    + "\" is one that the platform adds itself; rename it in the source or leave it out");
        }
        if (!StoreColumns.isCarriedByPinot(name)) {
            throw new Failure("Pinot table " + table + ": column \"" + name
                    + "\" has a name that Pinot cannot carry (white space, a letter beyond ASCII, = : \\, or $ # ! in"
                    + " front); rename it in the source or leave it out");
        }
    }

    private static String dataType(TypeName type) {
        return switch (type) {
            // One width for all: a column that the source widens stays as it is.
            // A TIMESTAMP of Pinot is in milliseconds, and drops the whole row on a text it does not read.
            case SMALLINT, INTEGER, BIGINT, TIMESTAMP, TIMESTAMPTZ -> "LONG";
            // 0.1 of a real arrives as the text 0.1 and stays that: only a FLOAT would be told apart from it.
            case REAL, DOUBLE -> "DOUBLE";
            case BOOLEAN -> "BOOLEAN";
            case NUMERIC -> "BIG_DECIMAL";
            case TEXT, UUID, DATE, TIME, TIMETZ, INTERVAL, INET, MACADDR, JSON, BYTEA, ARRAY -> "STRING";
        };
    }
}
