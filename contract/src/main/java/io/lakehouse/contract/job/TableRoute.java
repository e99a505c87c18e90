package io.lakehouse.contract.job;

import io.lakehouse.contract.declaration.RowCheck;
import io.lakehouse.contract.declaration.TableShape;
import java.util.List;
import java.util.Map;

/**
 * Where the changes of one table come from and go to. A lane that is off has an empty name.
 *
 * @param shape the source table: every column that was ever known, also one that the source has dropped
 * @param rawTopic topic of its Debezium envelopes
 * @param currentTopic topic of the Pinot current table
 * @param historyTopic topic of the Pinot history table
 * @param silverTable name of its SCD2 table, without the namespace
 * @param unfollowed columns whose type in the source the stores do not follow: name there to type as the source declares it
 *     now. One that the shape has keeps its type there, and a value that does not fit it becomes a dead letter; one
 *     that it has not is left out, as one that the server generates, which only snapshots read
 * @param checks conditions that the current versions of its SCD2 table have to hold
 */
public record TableRoute(
        TableShape shape,
        String rawTopic,
        String currentTopic,
        String historyTopic,
        String silverTable,
        Map<String, String> unfollowed,
        List<RowCheck> checks) {
    /** Keeps its own copies of map and list, of which there are none in what older versions wrote. */
    public TableRoute {
        unfollowed = unfollowed == null ? Map.of() : Map.copyOf(unfollowed);
        checks = checks == null ? List.of() : List.copyOf(checks);
    }

    /** A route whose stores follow every column. */
    public TableRoute(TableShape shape, String rawTopic, String currentTopic, String historyTopic, String silverTable) {
        this(shape, rawTopic, currentTopic, historyTopic, silverTable, Map.of(), List.of());
    }

    /** The same route for another shape. */
    public TableRoute withShape(TableShape other, Map<String, String> unfollowedColumns) {
        return new TableRoute(other, rawTopic, currentTopic, historyTopic, silverTable, unfollowedColumns, checks);
    }

    /** The same route without the current table. */
    public TableRoute withoutCurrent() {
        return new TableRoute(shape, rawTopic, "", historyTopic, silverTable, unfollowed, checks);
    }

    /** The same route with every lane off: its changes are read and go nowhere. */
    public TableRoute closed() {
        return new TableRoute(shape, rawTopic, "", "", "", unfollowed, List.of());
    }
}
