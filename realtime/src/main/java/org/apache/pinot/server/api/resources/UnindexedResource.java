package org.apache.pinot.server.api.resources;

import com.yammer.metrics.core.Meter;
import com.yammer.metrics.core.MetricName;
import java.util.Map;
import java.util.TreeMap;
import javax.inject.Inject;
import javax.ws.rs.GET;
import javax.ws.rs.Path;
import javax.ws.rs.Produces;
import javax.ws.rs.core.MediaType;
import org.apache.pinot.common.metrics.ServerMeter;
import org.apache.pinot.common.metrics.ServerMetrics;
import org.apache.pinot.common.restlet.resources.SegmentErrorInfo;
import org.apache.pinot.core.data.manager.InstanceDataManager;
import org.apache.pinot.server.starter.ServerInstance;

/**
 * What this server could not put into its tables since it started: Pinot goes on behind such a message, and tells of it
 * in metrics and log only.
 *
 * <p>The resource stands in this package because the server takes its resources from here and nowhere else.
 */
@Path("/unindexed")
public final class UnindexedResource {
    private final InstanceDataManager tables;
    private final ServerMetrics metrics;

    /** Answers for this server. */
    @Inject
    public UnindexedResource(ServerInstance server, ServerMetrics metrics) {
        this.tables = server.getInstanceDataManager();
        this.metrics = metrics;
    }

    /**
     * What each table with its type ({@code sales_REALTIME}) misses; tables that miss nothing are left out. By table,
     * {@code messages} is the number of messages that were no rows, {@code errors} the kind of the last error of each
     * segment that had one, without the values of the row.
     */
    @GET
    @Produces(MediaType.APPLICATION_JSON)
    public Map<String, Map<String, Object>> unindexed() {
        var unindexed = new TreeMap<String, Map<String, Object>>();
        for (var table : tables.getAllTables()) {
            var messages = messages(table);
            var errors = errors(table);
            if (messages > 0 || !errors.isEmpty()) {
                unindexed.put(table, Map.of("messages", messages, "errors", errors));
            }
        }
        return unindexed;
    }

    private long messages(String table) {
        return metrics.getMetricsRegistry().allMetrics().entrySet().stream()
                .filter(metric -> metric.getKey().getMetricName() instanceof MetricName name
                        && name.getName().contains("." + table + "-")
                        && name.getName().endsWith("." + ServerMeter.INVALID_REALTIME_ROWS_DROPPED.getMeterName()))
                .mapToLong(metric -> metric.getValue().getMetric() instanceof Meter meter ? meter.count() : 0)
                .sum();
    }

    private Map<String, String> errors(String table) {
        var errors = new TreeMap<String, String>();
        var manager = tables.getTableDataManager(table);
        if (manager != null) {
            manager.getSegmentErrors().forEach((segment, error) -> errors.put(segment, kind(error)));
        }
        return errors;
    }

    /** Pinot writes {@code Caught exception while indexing the record: {...}}, and the record is not for everybody. */
    private static String kind(SegmentErrorInfo error) {
        var message = String.valueOf(error.getErrorMessage());
        var value = message.indexOf(": {");
        return value < 0 ? message : message.substring(0, value);
    }
}
