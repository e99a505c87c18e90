package io.lakehouse.lake.silver;

import io.lakehouse.contract.job.TableRoute;
import java.util.Map;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.SupportsNamespaces;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.ValidationException;

/**
 * Makes the tables that a run writes, and lets an SCD2 table gain what its source gained: new columns, wider types.
 *
 * <p>The tables are of format version 2, the newest that every reader here knows. Changes are merged on read: a run
 * closes few versions of many, and to write anew each file that holds one would cost as much as the whole table.
 */
public final class SilverTables {
    private static final Map<String, String> PROPERTIES = Map.of(
            "format-version", "2",
            "write.merge.mode", "merge-on-read",
            "write.update.mode", "merge-on-read",
            "write.delete.mode", "merge-on-read",
            "write.parquet.compression-codec", "zstd");

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
            catalog.createTable(identifier, schema, PartitionSpec.unpartitioned(), PROPERTIES);
            return;
        }
        var table = catalog.loadTable(identifier);
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

    /** Makes a table of other columns, or gives it those that one of an earlier version has not. */
    void ensure(String table, Schema schema) {
        var identifier = TableIdentifier.of(namespace, table);
        if (!catalog.tableExists(identifier)) {
            catalog.createTable(identifier, schema, PartitionSpec.unpartitioned(), PROPERTIES);
            return;
        }
        var there = catalog.loadTable(identifier);
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
