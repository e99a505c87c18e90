package io.lakehouse.platform.source;

import io.lakehouse.contract.declaration.TableDeclaration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * A publication: which changes leave the database.
 *
 * @param tables the published tables, {@code schema.table}
 * @param operations what of them is published
 * @param viaPartitionRoot whether the changes of a partition are published as those of its root
 * @param isGeneratedLeftOut whether generated columns are left out although the server could publish them
 */
public record Publication(
        Set<String> tables, Set<String> operations, boolean viaPartitionRoot, boolean isGeneratedLeftOut) {
    private static final Set<String> EVERYTHING = Set.of("insert", "update", "delete", "truncate");

    /** Sorts the sets. */
    public Publication {
        tables = new TreeSet<>(tables);
        operations = new TreeSet<>(operations);
    }

    /** The publication that captures exactly these tables. */
    public static Publication of(Collection<TableDeclaration> tables) {
        return new Publication(
                new TreeSet<>(
                        tables.stream().map(TableDeclaration::qualifiedName).toList()),
                EVERYTHING,
                true,
                false);
    }

    /** Which operations it does not publish, sorted: none when every change of its tables leaves the database. */
    public Set<String> leftOutOperations() {
        var left = new TreeSet<>(EVERYTHING);
        left.removeAll(operations);
        return left;
    }

    /** What is compared of it. */
    public Map<String, String> fields() {
        var fields = new LinkedHashMap<String, String>();
        fields.put("tables", String.join(", ", tables));
        fields.put("publish", String.join(", ", operations));
        fields.put("publish_via_partition_root", Boolean.toString(viaPartitionRoot));
        fields.put("publish_generated_columns", isGeneratedLeftOut ? "none" : "stored");
        return fields;
    }
}
