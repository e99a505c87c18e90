package io.lakehouse.stream.bronze;

import static org.apache.iceberg.types.Types.NestedField.optional;
import static org.apache.iceberg.types.Types.NestedField.required;

import io.lakehouse.contract.declaration.BronzeDeclaration.Partition;
import io.lakehouse.contract.job.Bronze;
import java.util.Map;
import java.util.Objects;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.SupportsNamespaces;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.AlreadyExistsException;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.types.Types.IntegerType;
import org.apache.iceberg.types.Types.LongType;
import org.apache.iceberg.types.Types.StringType;
import org.apache.iceberg.types.Types.TimestampType;

/** The bronze table in its catalogue, as {@link Bronze} describes it. */
public final class BronzeTable {
    /** Its columns; {@link BronzeRows} fills them by their place here. */
    public static final Schema SCHEMA = new Schema(
            required(1, Bronze.SOURCE_SCHEMA, StringType.get(), "schema of the source table"),
            required(2, Bronze.SOURCE_TABLE, StringType.get(), "name of the source table"),
            required(3, Bronze.OP, StringType.get(), "operation: c insert, r snapshot, u update, d delete, t truncate"),
            optional(4, Bronze.BEFORE, StringType.get(), "the row before as JSON, byte for byte as captured"),
            optional(5, Bronze.AFTER, StringType.get(), "the row after as JSON, byte for byte as captured"),
            required(6, Bronze.ORDER_KEY, StringType.get(), "order within the key, sorts as bytes"),
            required(7, Bronze.EVENT_ID, StringType.get(), "identity of the change, equal for every delivery"),
            required(8, Bronze.EPOCH, LongType.get(), "incarnation of the replication slot"),
            required(9, Bronze.LSN, LongType.get(), "position in the write-ahead log"),
            optional(10, Bronze.TRANSACTION_ID, StringType.get(), "the source's transaction id"),
            required(11, Bronze.EVENT_TIMESTAMP, TimestampType.withZone(), "the source's commit time"),
            required(12, Bronze.RAW_TOPIC, StringType.get(), "Kafka topic of the raw message"),
            required(13, Bronze.RAW_PARTITION, IntegerType.get(), "Kafka partition of the raw message"),
            required(14, Bronze.RAW_OFFSET, LongType.get(), "Kafka offset of the raw message"),
            required(15, Bronze.INGESTED_AT, TimestampType.withZone(), "when the bronze job read the raw message"));

    private static final Map<String, String> PROPERTIES = Map.of(
            "format-version", "2",
            "write.distribution-mode", "none",
            // Maintenance rewrites files beside the job's commits; the one that loses the race tries again.
            "commit.retry.num-retries", "10",
            // Every commit leaves a metadata file. A batch's branch reads an older one, for minutes; these many last
            // for hours at a commit every 30 s.
            "write.metadata.delete-after-commit.enabled", "true",
            "write.metadata.previous-versions-max", "500",
            // Nessie's catalogue forbids the expiry of snapshots unless the table allows it, and warns then for ever.
            "gc.enabled", "true",
            "nessie.gc.no-warning", "true");

    private BronzeTable() {}

    /** Name of a bronze table in the lake. */
    public static TableIdentifier identifier(String bronzeTable) {
        return TableIdentifier.of(Namespace.of(Bronze.NAMESPACE), bronzeTable);
    }

    /**
     * Makes the namespace and the table where they are missing. In a table that is there only the retention and, for
     * what is written from now on, the partitions follow the declaration.
     *
     * @param retentionMillis how long changes are kept, in ms; 0 for ever
     * @throws IllegalStateException when the table that is there has other columns; the message names both
     */
    public static void ensure(Catalog catalog, TableIdentifier identifier, Partition partition, long retentionMillis) {
        if (catalog instanceof SupportsNamespaces namespaces && !namespaces.namespaceExists(identifier.namespace())) {
            try {
                namespaces.createNamespace(identifier.namespace());
            } catch (AlreadyExistsException e) {
                // Another job of the lake made it in the meantime, which is as good.
            }
        }
        if (!catalog.tableExists(identifier)) {
            try {
                catalog.createTable(identifier, SCHEMA, partitions(partition), PROPERTIES);
            } catch (AlreadyExistsException e) {
                // Likewise; what was made is compared below.
            }
        }
        var table = catalog.loadTable(identifier);
        var columns = table.schema();
        if (!columns.asStruct().fields().stream()
                .map(field -> field.name() + " " + field.type())
                .toList()
                .equals(SCHEMA.asStruct().fields().stream()
                        .map(field -> field.name() + " " + field.type())
                        .toList())) {
            throw new IllegalStateException(
                    identifier + " has other columns than this version writes: " + columns + " against " + SCHEMA);
        }
        follow(table, partition);
        follow(table, retentionMillis);
    }

    /** The hour or the day, never both: Iceberg refuses them as redundant. */
    static PartitionSpec partitions(Partition partition) {
        var builder = PartitionSpec.builderFor(SCHEMA);
        return switch (partition) {
            case HOUR -> builder.hour(Bronze.EVENT_TIMESTAMP).build();
            case DAY -> builder.day(Bronze.EVENT_TIMESTAMP).build();
        };
    }

    private static void follow(Table table, Partition partition) {
        if (table.spec().compatibleWith(partitions(partition))) {
            return;
        }
        var update = table.updateSpec();
        table.spec().fields().forEach(field -> update.removeField(field.name()));
        update.addField(
                        switch (partition) {
                            case HOUR -> Expressions.hour(Bronze.EVENT_TIMESTAMP);
                            case DAY -> Expressions.day(Bronze.EVENT_TIMESTAMP);
                        })
                .commit();
    }

    private static void follow(Table table, long retentionMillis) {
        var wanted = retentionMillis == 0 ? null : Long.toString(retentionMillis);
        if (Objects.equals(wanted, table.properties().get(Bronze.RETENTION_PROPERTY))) {
            return;
        }
        var update = table.updateProperties();
        if (wanted == null) {
            update.remove(Bronze.RETENTION_PROPERTY).commit();
        } else {
            update.set(Bronze.RETENTION_PROPERTY, wanted).commit();
        }
    }
}
