package io.lakehouse.lake.silver;

import io.lakehouse.contract.job.TableRoute;
import java.util.Map;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.SortOrder;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.SupportsNamespaces;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.ValidationException;

/**
 * Makes the tables that a run writes, and lets an SCD2 table gain what its source gained: new columns, wider types.
 *
 * <p>The tables are of format version 2, the newest that every reader here knows. An SCD2 table has its current, its
 * deleted and its other closed versions in partitions of their own, each sorted by key, in files and row groups small
 * enough that passing over some is worth it. One that an older version made unpartitioned goes on; what is written from
 * then on has its partition.
 *
 * @see <a href="../../../../../../../../docs/decisions/0090-a-run-reads-what-its-keys-need.md">decision 90</a>
 * @see <a href="../../../../../../../../docs/decisions/0171-pages-of-two-thousand-rows.md">decision 171</a>
 */
public final class SilverTables {
    private static final Map<String, String> PROPERTIES = Map.of(
            TableProperties.FORMAT_VERSION, "2",
            TableProperties.MERGE_MODE, "merge-on-read",
            TableProperties.UPDATE_MODE, "merge-on-read",
            TableProperties.DELETE_MODE, "merge-on-read",
            TableProperties.PARQUET_COMPRESSION, "zstd",
            // Each run adds manifests, and each is a file that planning opens.
            TableProperties.MANIFEST_MIN_MERGE_COUNT, "8");

    private static final Map<String, String> SCD2_PROPERTIES = Map.of(
            TableProperties.WRITE_TARGET_FILE_SIZE_BYTES, Long.toString(64L << 20),
            TableProperties.PARQUET_ROW_GROUP_SIZE_BYTES, Long.toString(16L << 20),
            // A tenth of Iceberg's, so that of few keys all over a table most pages hold none.
            TableProperties.PARQUET_PAGE_ROW_LIMIT, "2000");

    private final Catalog catalog;
    private final Namespace namespace;

    /** The tables of a namespace. */
    public SilverTables(Catalog catalog, String namespace) {
        this.catalog = catalog;
        this.namespace = Namespace.of(namespace);
    }

    /** Makes the namespace if it is not there. */
    public void ensureNamespace() {
        if (catalog instanceof SupportsNamespaces namespaces && !namespaces.namespaceExists(namespace)) {
            namespaces.createNamespace(namespace);
        }
    }

    /**
     * Makes the SCD2 table of a route, or brings its columns up to the source's.
     *
     * @throws IllegalStateException when a column changed its type in a way that stored values cannot follow
     */
    public void ensureSilver(TableRoute route) {
        var identifier = TableIdentifier.of(namespace, route.silverTable());
        var schema = SilverSchema.of(route.shape());
        if (!catalog.tableExists(identifier)) {
            catalog.buildTable(identifier, schema)
                    .withPartitionSpec(PartitionSpec.builderFor(schema)
                            .identity(SilverSchema.CURRENT)
                            .identity(SilverSchema.DELETED)
                            .build())
                    .withSortOrder(byKey(schema, route))
                    .withProperties(PROPERTIES)
                    .withProperties(SCD2_PROPERTIES)
                    .create();
            return;
        }
        var table = catalog.loadTable(identifier);
        ensureProperties(table);
        ensureLayout(table, route);
        var update = table.updateSchema().caseSensitive(false);
        try {
            var evolved = update.unionByNameWith(schema);
            if (!evolved.apply().sameSchema(table.schema())) {
                evolved.commit();
            }
        } catch (IllegalArgumentException | ValidationException e) {
            throw new IllegalStateException(
                    route.shape().qualifiedName() + ": its SCD2 table " + identifier
                            + " cannot follow the source's columns: " + e.getMessage()
                            + "; rename the SCD2 table in the pipeline to start a new one",
                    e);
        }
    }

    /** What a table of an earlier version does not have yet; what somebody changed stays. */
    private static void ensureProperties(Table table) {
        var update = table.updateProperties();
        var isComplete = true;
        for (var property : PROPERTIES.entrySet()) {
            if (!property.getKey().equals(TableProperties.FORMAT_VERSION)
                    && !table.properties().containsKey(property.getKey())) {
                update.set(property.getKey(), property.getValue());
                isComplete = false;
            }
        }
        if (!isComplete) {
            update.commit();
        }
    }

    private static void ensureLayout(Table table, TableRoute route) {
        if (table.spec().isPartitioned()) {
            return;
        }
        table.updateSpec()
                .addField(SilverSchema.CURRENT)
                .addField(SilverSchema.DELETED)
                .commit();
        var order = table.replaceSortOrder().caseSensitive(false);
        route.shape().key().forEach(order::asc);
        order.asc(SilverSchema.ORDER_KEY).commit();
        var properties = table.updateProperties();
        SCD2_PROPERTIES.forEach(properties::set);
        properties.commit();
    }

    private static SortOrder byKey(Schema schema, TableRoute route) {
        var order = SortOrder.builderFor(schema);
        route.shape().key().forEach(order::asc);
        return order.asc(SilverSchema.ORDER_KEY).build();
    }

    /** An SCD2 table as it is. */
    public Table load(String table) {
        return catalog.loadTable(TableIdentifier.of(namespace, table));
    }

    /** Makes a table of other columns, or gives it those that one of an earlier version has not. */
    void ensure(String table, Schema schema) {
        var identifier = TableIdentifier.of(namespace, table);
        if (!catalog.tableExists(identifier)) {
            catalog.createTable(identifier, schema, PartitionSpec.unpartitioned(), PROPERTIES);
            return;
        }
        var there = catalog.loadTable(identifier);
        ensureProperties(there);
        var evolved = there.updateSchema().unionByNameWith(schema);
        if (!evolved.apply().sameSchema(there.schema())) {
            evolved.commit();
        }
    }

    /** Whether a table is there. */
    boolean exists(String table) {
        return catalog.tableExists(TableIdentifier.of(namespace, table));
    }
}
