package io.lakehouse.platform.realtime;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lakehouse.contract.change.KeyText;
import io.lakehouse.contract.change.SpecialValues;
import io.lakehouse.contract.declaration.PinotIndexes;
import io.lakehouse.contract.declaration.PinotTableOptions;
import io.lakehouse.contract.declaration.TableShape;
import io.lakehouse.contract.declaration.TypeName;
import io.lakehouse.contract.job.KafkaAddress;
import io.lakehouse.platform.engine.Failure;
import java.util.List;

/**
 * Generates the two Pinot tables of a source table. Pure: the same input gives the same JSON.
 *
 * <p>Both read JSON messages that the real-time job writes, one key in one partition. Values keep their JSON type but
 * for numerics, which are texts so that no digit is lost; moments are microseconds since 1970-01-01T00:00:00Z. What of
 * each type a column holds stands in docs/reference/types.md.
 */
public final class PinotTables {
    /** The column that tells in a current table whether a row was deleted; no other table has it. */
    static final String IS_DELETED = "is_deleted";

    static final String CONSUMER_FACTORY = "stream.kafka.consumer.factory.class.name";
    static final String DECODER = "stream.kafka.decoder.class.name";
    private static final String ORDER_KEY = "order_key";
    private static final String EVENT_ID = "event_id";

    private PinotTables() {}

    /**
     * The current table: the latest row of each key by {@code order_key}, whatever the order of arrival. A deleted row
     * stays with {@code is_deleted = true}.
     *
     * @param shape the source table
     * @param name the Pinot table's name
     * @param topic the topic of its messages
     * @param kafka Kafka's address
     * @throws Failure when Pinot cannot carry the table
     */
    public static PinotTable current(
            TableShape shape, String name, String topic, KafkaAddress kafka, PinotTableOptions options) {
        if (shape.key().isEmpty()) {
            throw new Failure(
                    shape.qualifiedName()
                            + " has no primary key, without which there is no current row; add one, or capture its history only");
        }
        if (!options.retention().isZero()) {
            throw new Failure("Pinot table " + name
                    + ": a current table takes no retention, since a row that has not changed for that long would"
                    + " vanish; give it to the history table");
        }
        var schema = new PinotSchema(requireName(name));
        shape.columns().forEach(column -> schema.add(column.name(), column.type()));
        schema.add(SpecialValues.COLUMN, TypeName.TEXT);
        if (KeyText.isColumn(shape)) {
            schema.addDistinctText(KeyText.COLUMN);
        }
        schema.add(IS_DELETED, TypeName.BOOLEAN);
        schema.add("op", TypeName.TEXT);
        schema.addDistinctText(ORDER_KEY);
        schema.addDistinctText(EVENT_ID);
        // A key that Pinot cannot hold column by column (an exact decimal, an infinite date) is its own text.
        var key = KeyText.isColumn(shape) ? List.of(KeyText.COLUMN) : shape.key();
        return table(schema, name, topic, kafka, options, key);
    }

    /**
     * The history table: one row per change; a change that is delivered twice stands once, since its
     * {@code event_id} is the same. {@code record_id} is the value of a key of one column, and the key's text for a key of several.
     *
     * @param shape the source table
     * @param name the Pinot table's name
     * @param topic the topic of its messages
     * @param kafka Kafka's address
     * @throws Failure when Pinot cannot carry the table
     */
    public static PinotTable history(
            TableShape shape, String name, String topic, KafkaAddress kafka, PinotTableOptions options) {
        var schema = new PinotSchema(requireName(name));
        schema.add("record_id", recordIdType(shape));
        schema.add("op", TypeName.TEXT);
        schema.add("op_description", TypeName.TEXT);
        for (var image : List.of("before_", "after_")) {
            shape.columns().forEach(column -> schema.add(image + column.name(), column.type()));
            schema.add(image + SpecialValues.COLUMN, TypeName.TEXT);
        }
        schema.addDistinctText(ORDER_KEY);
        schema.addDistinctText(EVENT_ID);
        return table(schema, name, topic, kafka, options, List.of(EVENT_ID));
    }

    private static TypeName recordIdType(TableShape shape) {
        return shape.key().size() == 1 ? shape.keyColumns().get(0).type().name() : TypeName.TEXT;
    }

    private static PinotTable table(
            PinotSchema schema,
            String name,
            String topic,
            KafkaAddress kafka,
            PinotTableOptions options,
            List<String> primaryKey) {
        var schemaJson = schema.json(primaryKey);
        var chosen = options.indexes();
        schema.index("indexes.inverted", chosen.inverted());
        schema.index("indexes.range", chosen.range());
        schema.index("indexes.json", chosen.json());
        schema.index("indexes.bloom", chosen.bloom());
        schema.index("indexes.sorted", sorted(chosen));

        var config = JsonNodeFactory.instance.objectNode();
        config.put("tableName", name + "_REALTIME").put("tableType", "REALTIME");
        config.set("segmentsConfig", segments(name, options));
        config.putObject("tenants");
        config.set("tableIndexConfig", indexes(schema, topic, kafka, options));
        // Not dedupConfig for the history, though it reads like it: there, Pinot 0.11 cannot load a committed segment
        // without rows, and one such segment keeps the whole server from consuming after a restart.
        config.putObject("upsertConfig")
                .put("mode", "FULL")
                .put("comparisonColumn", ORDER_KEY)
                .put("hashFunction", "NONE");
        // All segments of one partition are asked on one server: only there are upserts and duplicates known.
        config.putObject("routing").put("instanceSelectorType", "strictReplicaGroup");
        config.putObject("metadata");
        return new PinotTable(name, schemaJson, config);
    }

    private static ObjectNode segments(String name, PinotTableOptions options) {
        var segments = JsonNodeFactory.instance.objectNode();
        segments.put("schemaName", name).put("timeColumnName", PinotSchema.TIME_COLUMN);
        segments.put("replication", Integer.toString(options.replication()));
        segments.put("replicasPerPartition", Integer.toString(options.replication()));
        if (options.retention().isZero()) {
            segments.putNull("retentionTimeUnit").putNull("retentionTimeValue");
        } else {
            segments.put("retentionTimeUnit", "DAYS")
                    .put("retentionTimeValue", Long.toString(options.retention().toDays()));
        }
        return segments;
    }

    private static ObjectNode indexes(PinotSchema schema, String topic, KafkaAddress kafka, PinotTableOptions options) {
        var indexes = JsonNodeFactory.instance.objectNode();
        indexes.put("loadMode", "MMAP").put("nullHandlingEnabled", true);
        var chosen = options.indexes();
        put(indexes, "invertedIndexColumns", chosen.inverted());
        put(indexes, "rangeIndexColumns", chosen.range());
        put(indexes, "jsonIndexColumns", chosen.json());
        put(indexes, "bloomFilterColumns", chosen.bloom());
        put(indexes, "sortedColumn", sorted(chosen));
        put(indexes, "noDictionaryColumns", schema.withoutDictionary());
        put(indexes, "varLengthDictionaryColumns", schema.variableLength());
        indexes.set("streamConfigs", stream(topic, kafka, options));
        return indexes;
    }

    private static ObjectNode stream(String topic, KafkaAddress kafka, PinotTableOptions options) {
        var stream = JsonNodeFactory.instance.objectNode();
        stream.put("streamType", "kafka");
        stream.put("stream.kafka.topic.name", topic);
        stream.put("stream.kafka.broker.list", kafka.bootstrap());
        PinotLogin.of(kafka).forEach(stream::put);
        stream.put("stream.kafka.consumer.type", "lowlevel");
        stream.put(CONSUMER_FACTORY, "org.apache.pinot.plugin.stream.kafka20.KafkaConsumerFactory");
        stream.put(DECODER, "org.apache.pinot.plugin.stream.kafka.KafkaJSONMessageDecoder");
        stream.put("stream.kafka.consumer.prop.auto.offset.reset", "smallest");
        stream.put("stream.kafka.isolation.level", "read_committed");
        // An empty poll is followed by a pause of 100 ms: with long polls there are few of them.
        stream.put("stream.kafka.fetch.timeout.millis", "2000");
        stream.put(
                "realtime.segment.flush.threshold.rows",
                Integer.toString(options.segment().rows()));
        stream.put(
                "realtime.segment.flush.threshold.time",
                options.segment().time().toMinutes() + "m");
        stream.put(
                "realtime.segment.flush.threshold.segment.size",
                (options.segment().bytes() >> 20) + "M");
        return stream;
    }

    private static List<String> sorted(PinotIndexes indexes) {
        return indexes.sorted().isEmpty() ? List.of() : List.of(indexes.sorted());
    }

    private static void put(ObjectNode node, String name, List<String> columns) {
        var array = node.putArray(name);
        columns.forEach(array::add);
    }

    private static String requireName(String name) {
        if (!name.matches("[A-Za-z0-9_]+")) {
            throw new Failure("Pinot table \"" + name
                    + "\": the name may hold letters, digits and _ only; give the table another name");
        }
        return name;
    }
}
