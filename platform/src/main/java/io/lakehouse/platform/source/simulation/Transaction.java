package io.lakehouse.platform.source.simulation;

import io.lakehouse.contract.change.Operation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Statements of one transaction.
 *
 * @param steps what is done, in order
 * @param isRolledBack whether it ends without a commit
 * @param writes rows that it inserts, updates or deletes
 * @param reads rows that it only references
 */
record Transaction(List<Step> steps, boolean isRolledBack, Set<RowId> writes, Set<RowId> reads) {
    Transaction {
        steps = List.copyOf(steps);
        writes = Set.copyOf(writes);
        reads = Set.copyOf(reads);
    }

    /** A statement. */
    sealed interface Step {}

    /**
     * A change of one row.
     *
     * @param table the table
     * @param operation insert, update or delete
     * @param key the row's key before it; empty when the table has none
     * @param values the columns that it sets; none for a delete, and for an update that sets a column to itself
     * @param cascaded changes that a delete brings about by foreign keys
     */
    record Change(
            SimulatedTable table,
            Operation operation,
            List<String> key,
            Map<String, @Nullable String> values,
            List<Cascaded> cascaded)
            implements Step {
        Change {
            values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
            cascaded = List.copyOf(cascaded);
        }

        /** The row's key after it. */
        List<String> keyAfter() {
            var after = new ArrayList<String>();
            for (int i = 0; i < table.key().size(); i++) {
                var set = values.get(table.key().get(i));
                after.add(set == null ? key.get(i) : set);
            }
            return after;
        }
    }

    /** A change that the server makes for the sake of a foreign key. */
    record Cascaded(SimulatedTable table, Operation operation, List<String> key) {}

    /** A savepoint, and what becomes of it. */
    enum Mark implements Step {
        SAVEPOINT,
        RELEASE,
        ROLLBACK_TO
    }

    /** The changes that remain when it is over. */
    List<Change> lasting() {
        if (isRolledBack) {
            return List.of();
        }
        var lasting = new ArrayList<Change>();
        var mark = 0;
        for (var step : steps) {
            if (step instanceof Change change) {
                lasting.add(change);
            } else if (step == Mark.SAVEPOINT) {
                mark = lasting.size();
            } else if (step == Mark.ROLLBACK_TO) {
                lasting.subList(mark, lasting.size()).clear();
            }
        }
        return lasting;
    }

    /** Rows that it changes, whether it lasts or not. */
    long statements() {
        return steps.stream().filter(Change.class::isInstance).count();
    }

    /** A change whose traces tell, later, that it committed; empty when a savepoint hides them, or there is no key. */
    Optional<Change> evidence() {
        var lasting = lasting();
        if (lasting.size() != steps.size() || lasting.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(lasting.get(lasting.size() - 1))
                .filter(change -> !change.table().key().isEmpty());
    }
}
