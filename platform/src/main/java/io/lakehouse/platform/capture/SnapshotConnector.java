package io.lakehouse.platform.capture;

import io.lakehouse.contract.declaration.TableDeclaration;
import io.lakehouse.contract.job.RawMessages;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The connector that reads the rows which some tables hold, once, into the raw topics of a pipeline that captures their
 * changes already (docs/decisions/0060): pure. It has no slot.
 */
public final class SnapshotConnector {
    private SnapshotConnector() {}

    /** Its name. No pipeline has a hyphen in its own, so it is no other pipeline's. */
    public static String name(String pipeline, long since) {
        return Connector.name(pipeline) + "-rows-" + Long.toHexString(since);
    }

    /** Whether the first snapshot of the pipeline's own connector reads rows at all; a declaration may say otherwise. */
    public static boolean isWanted(Map<String, String> connector) {
        var mode = connector.getOrDefault("snapshot.mode", "");
        return !mode.equals("no_data") && !mode.equals("never");
    }

    /**
     * Its configuration.
     *
     * @param connector that of the pipeline's own connector, which captures these tables
     * @param tables the tables whose rows are read
     * @param since position of the log from which on each change of them is captured: there the rows stand
     */
    public static Map<String, String> configuration(
            Map<String, String> connector, Collection<TableDeclaration> tables, long since) {
        var settings = new TreeMap<>(connector);
        settings.put("snapshot.mode", "initial_only");
        settings.put(
                "table.include.list",
                tables.stream()
                        .map(table -> ExactNames.table(table.schema(), table.table()))
                        .collect(Collectors.joining(",")));
        settings.put("value.converter." + RawMessages.SINCE_OPTION, Long.toUnsignedString(since));
        // Both have the same topics, and with that the same names for their metrics.
        settings.put("custom.metric.tags", "rows=" + Long.toHexString(since));
        // It confirms no position, and has nothing to keep moving.
        settings.remove("heartbeat.action.query");
        return settings;
    }
}
