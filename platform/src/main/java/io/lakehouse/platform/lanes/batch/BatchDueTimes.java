package io.lakehouse.platform.lanes.batch;

import com.github.kagkarlsson.scheduler.ScheduledExecution;
import com.github.kagkarlsson.scheduler.SchedulerClient;
import io.lakehouse.platform.source.DatabaseAddress;
import java.util.HashMap;
import java.util.Map;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** When the batches of an orchestrator are due, as db-scheduler keeps it. */
final class BatchDueTimes {
    private static final int CONNECT_SECONDS = 10;
    private static final int ANSWER_SECONDS = 30;

    private BatchDueTimes() {}

    /** What is due, by pipeline. */
    static Map<String, ScheduledExecution<Object>> of(DatabaseAddress database, String orchestrator) {
        var due = new HashMap<String, ScheduledExecution<Object>>();
        SchedulerClient.Builder.create(dataSource(database))
                .build()
                .getScheduledExecutionsForTask(orchestrator)
                .forEach(execution -> due.put(execution.getTaskInstance().getId(), execution));
        return due;
    }

    /** Connections as db-scheduler takes them, one for each question. */
    static DataSource dataSource(DatabaseAddress database) {
        var source = new PGSimpleDataSource();
        source.setUrl(database.jdbcUrl());
        source.setUser(database.user());
        source.setPassword(database.password());
        source.setApplicationName("lakehouse batch scheduler");
        source.setConnectTimeout(CONNECT_SECONDS);
        source.setSocketTimeout(ANSWER_SECONDS);
        return source;
    }
}
