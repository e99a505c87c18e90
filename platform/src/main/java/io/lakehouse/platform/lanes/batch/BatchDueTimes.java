package io.lakehouse.platform.lanes.batch;

import com.github.kagkarlsson.scheduler.ScheduledExecution;
import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.shaded.jdbc.SQLRuntimeException;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.lakehouse.platform.engine.Failure;
import io.lakehouse.platform.source.DatabaseAddress;
import io.lakehouse.platform.source.Sql;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** When the batches of an orchestrator are due, as db-scheduler keeps it. */
final class BatchDueTimes {
    private static final String APPLICATION = "lakehouse batch scheduler";
    private static final int CONNECT_SECONDS = 10;
    private static final int ANSWER_SECONDS = 30;
    /** The thread that looks for what is due, that of the heartbeats, and whoever makes the schedule. */
    private static final int ASKING = 3;

    private BatchDueTimes() {}

    /**
     * What is due, by pipeline.
     *
     * @throws Failure when the database does not answer or refuses
     */
    static Map<String, ScheduledExecution<Object>> of(DatabaseAddress database, String orchestrator) {
        try {
            return of(SchedulerClient.Builder.create(dataSource(database)).build(), orchestrator);
        } catch (SQLRuntimeException e) {
            throw failure(database, e);
        }
    }

    /** Likewise, by a client of db-scheduler that is there. */
    static Map<String, ScheduledExecution<Object>> of(SchedulerClient client, String orchestrator) {
        var due = new HashMap<String, ScheduledExecution<Object>>();
        client.getScheduledExecutionsForTask(orchestrator)
                .forEach(execution -> due.put(execution.getTaskInstance().getId(), execution));
        return due;
    }

    /** A failure that names the database and says what it said, which db-scheduler does not. */
    static Failure failure(DatabaseAddress database, SQLRuntimeException e) {
        var cause = e.getCause();
        if (cause instanceof SQLTransientConnectionException && cause.getCause() instanceof SQLException refused) {
            // The pool's own words are how long it waited.
            cause = refused;
        }
        return cause instanceof SQLException told
                ? Sql.failure(database, told)
                : new Failure(database + ": " + e.getMessage(), e);
    }

    /** Connections as db-scheduler takes them, one for each question. */
    private static DataSource dataSource(DatabaseAddress database) {
        var source = new PGSimpleDataSource();
        source.setUrl(database.jdbcUrl());
        source.setUser(database.user());
        source.setPassword(database.password());
        source.setApplicationName(APPLICATION);
        source.setConnectTimeout(CONNECT_SECONDS);
        source.setSocketTimeout(ANSWER_SECONDS);
        return source;
    }

    /**
     * Likewise, kept open between the questions: who asks every other second would make the server compute little but
     * logins. None has to be there when this is called.
     */
    static HikariDataSource pool(DatabaseAddress database) {
        var pool = new HikariConfig();
        pool.setPoolName(APPLICATION);
        pool.setDataSource(dataSource(database));
        pool.setMaximumPoolSize(ASKING);
        pool.setMinimumIdle(1);
        pool.setConnectionTimeout(Duration.ofSeconds(CONNECT_SECONDS).toMillis());
        pool.setInitializationFailTimeout(-1);
        return new HikariDataSource(pool);
    }
}
