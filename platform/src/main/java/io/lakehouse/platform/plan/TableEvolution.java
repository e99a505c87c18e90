package io.lakehouse.platform.plan;

import io.lakehouse.contract.declaration.Column;
import io.lakehouse.contract.declaration.StoreColumns;
import io.lakehouse.contract.declaration.TableDeclaration;
import io.lakehouse.contract.declaration.TableShape;
import io.lakehouse.contract.job.TableRoute;
import io.lakehouse.platform.source.SeenTable;
import io.lakehouse.platform.source.SeenTable.SeenColumn;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What becomes of a table whose source has changed: its shape holds every column that was ever known, by the widest of
 * its types, those too that the declaration excludes by now. Nothing here touches an engine. The rules stand in docs/reference/table-changes.md.
 */
public final class TableEvolution {
    private final TableDeclaration declaration;
    private final TableShape known;
    private final Map<String, Column> columns = new LinkedHashMap<>();
    private final Map<String, String> unfollowed = new LinkedHashMap<>();
    private final List<String> notes = new ArrayList<>();

    private TableEvolution(TableDeclaration declaration, TableShape known) {
        this.declaration = declaration;
        this.known = known;
        known.columns().forEach(column -> columns.put(column.source(), column));
    }

    /**
     * A table after a look at its source.
     *
     * @param shape what its stores hold from now on
     * @param unfollowed columns that they do not follow: name in the source to type there
     * @param notes what somebody should do something about, one sentence each
     */
    public record Evolved(TableShape shape, Map<String, String> unfollowed, List<String> notes) {
        /** Keeps its own copies. */
        public Evolved {
            unfollowed = Map.copyOf(unfollowed);
            notes = List.copyOf(notes);
        }
    }

    /**
     * What becomes of a table.
     *
     * @param known its route until now
     * @param seen what its source looks like
     */
    public static Evolved of(TableRoute known, SeenTable seen, TableDeclaration declaration) {
        var evolution = new TableEvolution(declaration, known.shape());
        evolution.unfollowed.putAll(seen.generated());
        seen.columns().forEach(evolution::take);
        evolution.keepDropped(seen);
        evolution.compareKeys(seen);
        return new Evolved(evolution.shape(), evolution.unfollowed, evolution.notes);
    }

    private void take(SeenColumn seen) {
        if (seen.column().isEmpty()) {
            leaveOut(seen, "a type that is not carried");
            return;
        }
        var column = seen.column().get();
        var before = columns.get(seen.name());
        if (before == null) {
            add(seen, column);
            return;
        }
        var type = TypeChange.followed(before.type(), column.type());
        if (type.isEmpty()) {
            leaveOut(seen, "and was " + before.type());
        }
        columns.put(
                seen.name(),
                new Column(
                        column.name(),
                        seen.name(),
                        type.orElse(before.type()),
                        before.nullable() || column.nullable(),
                        column.tracked()));
    }

    /** Rows of before have no value of it: whatever the source says, it may be NULL. */
    private void add(SeenColumn seen, Column column) {
        columns.put(seen.name(), new Column(column.name(), column.source(), column.type(), true, column.tracked()));
        try {
            StoreColumns.check(declaration, shape());
        } catch (IllegalArgumentException e) {
            columns.remove(seen.name());
            leaveOut(seen, "but cannot be stored: " + e.getMessage());
        }
    }

    private void leaveOut(SeenColumn seen, String reason) {
        unfollowed.put(seen.name(), seen.declaredType());
        notes.add("column " + seen.name() + " of " + known.qualifiedName() + " is " + seen.declaredType() + ", "
                + reason + ": its stores do not follow; docs/reference/table-changes.md tells the way out");
    }

    private void keepDropped(SeenTable seen) {
        var names = seen.columns().stream().map(SeenColumn::name).toList();
        columns.replaceAll((name, column) -> names.contains(name) || known.key().contains(column.name())
                ? column
                : column.absent(!declaration.columns().captures(name)));
    }

    private void compareKeys(SeenTable seen) {
        var key = known.keyColumns().stream().map(Column::source).toList();
        if (declaration.key().isEmpty() && !key.equals(seen.primaryKey())) {
            notes.add("the primary key of " + known.qualifiedName() + " is " + seen.primaryKey() + " and was " + key
                    + ": its stores keep the old one; docs/reference/table-changes.md tells the way out");
        }
    }

    /** The old key: rows that are stored stand under it. Another one that is declared is refused when it is applied. */
    private TableShape shape() {
        var key = declaration.key().isEmpty()
                ? known.keyColumns().stream().map(Column::source).toList()
                : declaration.key();
        return new TableShape(
                known.schema(),
                known.table(),
                List.copyOf(columns.values()),
                key.stream()
                        .map(source -> columns.containsKey(source)
                                ? columns.get(source).name()
                                : source)
                        .toList());
    }
}
