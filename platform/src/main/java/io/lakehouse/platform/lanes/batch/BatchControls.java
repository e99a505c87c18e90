package io.lakehouse.platform.lanes.batch;

import io.lakehouse.platform.source.DatabaseAddress;
import io.lakehouse.platform.source.Databases;
import io.lakehouse.platform.source.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered of the batches of all pipelines beside their runs, in the platform's PostgreSQL: there it holds for
 * every home that shares the server.
 */
public final class BatchControls {
    private static final String TABLES =
            """
            SELECT pg_advisory_xact_lock(hashtextextended('lakehouse orchestration tables', 0));
            CREATE TABLE IF NOT EXISTS batch_control (
                pipeline text PRIMARY KEY,
                owner text,
                paused_since timestamptz);
            CREATE TABLE IF NOT EXISTS scheduled_tasks (
                task_name text NOT NULL,
                task_instance text NOT NULL,
                task_data bytea,
                execution_time timestamptz NOT NULL,
                picked boolean NOT NULL,
                picked_by text,
                last_success timestamptz,
                last_failure timestamptz,
                consecutive_failures int,
                last_heartbeat timestamptz,
                version bigint NOT NULL,
                priority smallint,
                PRIMARY KEY (task_name, task_instance))
            """;

    private final DatabaseAddress database;

    private BatchControls(DatabaseAddress database) {
        this.database = database;
    }

    /**
     * Opens them, and makes database and tables when they are missing.
     *
     * @throws io.lakehouse.platform.engine.Failure when PostgreSQL does not answer
     */
    public static BatchControls open(DatabaseAddress database) {
        Databases.create(database, database.database());
        Sql.ask(database, connection -> {
            connection.setAutoCommit(false);
            try (var statement = connection.createStatement()) {
                statement.execute(TABLES);
            }
            connection.commit();
            return true;
        });
        return new BatchControls(database);
    }

    /** Those of every pipeline that has any. */
    public Map<String, BatchControl> all() {
        return Sql.ask(database, connection -> {
            var controls = new LinkedHashMap<String, BatchControl>();
            try (var statement = connection.createStatement();
                    var rows = statement.executeQuery(
                            "SELECT pipeline, owner, paused_since FROM batch_control ORDER BY 1")) {
                while (rows.next()) {
                    controls.put(rows.getString(1), read(rows));
                }
            }
            return controls;
        });
    }

    /** That of a pipeline. */
    public BatchControl of(String pipeline) {
        return all().getOrDefault(pipeline, BatchControl.NONE);
    }

    /**
     * Claims a pipeline that nobody owns.
     *
     * @return what holds then; its owner may be another
     */
    BatchControl claim(String pipeline, String orchestrator) {
        return Sql.ask(database, connection -> {
            change(
                    connection,
                    """
                    INSERT INTO batch_control (pipeline, owner) VALUES (?, ?)
                    ON CONFLICT (pipeline) DO UPDATE SET owner = excluded.owner WHERE batch_control.owner IS NULL
                    """,
                    pipeline,
                    orchestrator);
            try (var select = connection.prepareStatement(
                    "SELECT pipeline, owner, paused_since FROM batch_control WHERE pipeline = ?")) {
                select.setString(1, pipeline);
                try (var row = select.executeQuery()) {
                    return row.next() ? read(row) : BatchControl.NONE;
                }
            }
        });
    }

    /** Makes an orchestrator the owner, whoever was it before. */
    public void give(String pipeline, String orchestrator) {
        change(
                """
                INSERT INTO batch_control (pipeline, owner) VALUES (?, ?)
                ON CONFLICT (pipeline) DO UPDATE SET owner = excluded.owner
                """,
                pipeline,
                orchestrator);
    }

    /** Makes it nobody's: the next scheduler that has it on a schedule claims it. */
    public void release(String pipeline) {
        change("UPDATE batch_control SET owner = NULL WHERE pipeline = ?", pipeline);
    }

    /** Makes it nobody's if this orchestrator owns it. */
    void release(String pipeline, String orchestrator) {
        change("UPDATE batch_control SET owner = NULL WHERE pipeline = ? AND owner = ?", pipeline, orchestrator);
    }

    /** Lets no scheduled run start until it is resumed. One that is paused stays so since when it was. */
    public void pause(String pipeline) {
        change(
                """
                INSERT INTO batch_control (pipeline, paused_since) VALUES (?, now())
                ON CONFLICT (pipeline) DO UPDATE SET paused_since = coalesce(batch_control.paused_since, now())
                """,
                pipeline);
    }

    /** Lets scheduled runs start again. */
    public void resume(String pipeline) {
        change("UPDATE batch_control SET paused_since = NULL WHERE pipeline = ?", pipeline);
    }

    /** Forgets owner and pause of a pipeline that is no more: one of its name that is applied later begins anew. */
    public void forget(String pipeline) {
        change("DELETE FROM batch_control WHERE pipeline = ?", pipeline);
    }

    private void change(String sql, String... values) {
        Sql.ask(database, connection -> {
            change(connection, sql, values);
            return true;
        });
    }

    private static void change(Connection connection, String sql, String... values) throws SQLException {
        try (var change = connection.prepareStatement(sql)) {
            for (var index = 0; index < values.length; index++) {
                change.setString(index + 1, values[index]);
            }
            change.executeUpdate();
        }
    }

    private static BatchControl read(ResultSet row) throws SQLException {
        return new BatchControl(row.getString("owner"), text(row.getObject("paused_since", OffsetDateTime.class)));
    }

    private static @Nullable String text(@Nullable OffsetDateTime time) {
        return time == null ? null : time.toInstant().toString();
    }
}
