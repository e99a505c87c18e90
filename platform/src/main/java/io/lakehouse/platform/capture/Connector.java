package io.lakehouse.platform.capture;

import io.lakehouse.contract.declaration.CaptureDeclaration;
import io.lakehouse.contract.declaration.Column;
import io.lakehouse.contract.declaration.DatabaseTls;
import io.lakehouse.contract.declaration.Pipeline;
import io.lakehouse.contract.declaration.TableDeclaration;
import io.lakehouse.contract.declaration.TableShape;
import io.lakehouse.contract.job.RawKeys;
import io.lakehouse.contract.job.RawMessages;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The configuration of a pipeline's Debezium connector: pure, from the pipeline and its tables. */
public final class Connector {
    private Connector() {}

    /**
     * Where the source is, without its password.
     *
     * @param host its host
     * @param port its port
     * @param database name of the database
     * @param user role that replicates
     * @param passwordFile properties file, on the worker's machine, that holds the password, and under their names the
     *     options of the declaration that are secrets
     * @param passwordKey key of the password in that file
     */
    public record SourceAddress(
            String host,
            int port,
            String database,
            String user,
            Path passwordFile,
            String passwordKey,
            DatabaseTls tls) {
        /** A source whose connections are encrypted when it can. */
        public SourceAddress(
                String host, int port, String database, String user, Path passwordFile, String passwordKey) {
            this(host, port, database, user, passwordFile, passwordKey, DatabaseTls.DEFAULT);
        }
    }

    /** Name of a pipeline's connector. */
    public static String name(String pipeline) {
        return "lakehouse_" + pipeline;
    }

    /** Topic of the markers that {@code sync} writes into the log of the source. */
    public static String markerTopic(String pipeline) {
        return pipeline + ".message";
    }

    /** Topic of Debezium's heartbeats. */
    public static String heartbeatTopic(String pipeline) {
        return "__debezium-heartbeat." + pipeline;
    }

    /**
     * The configuration.
     *
     * @param pipeline the pipeline
     * @param source where the source is
     * @param epoch incarnation of the replication slot, which every record carries as a header
     * @param tables the captured tables
     */
    public static Map<String, String> configuration(
            Pipeline pipeline, SourceAddress source, long epoch, List<TableShape> tables) {
        var settings = new LinkedHashMap<String, String>();
        settings.put("connector.class", "io.debezium.connector.postgresql.PostgresConnector");
        settings.put("tasks.max", "1");
        settings.put("database.hostname", source.host());
        settings.put("database.port", Integer.toString(source.port()));
        settings.put("database.dbname", source.database());
        settings.put("database.user", source.user());
        settings.put("database.password", "${file:" + source.passwordFile() + ":" + source.passwordKey() + "}");
        if (!source.tls().equals(DatabaseTls.DEFAULT)) {
            settings.put("database.sslmode", source.tls().mode().word());
        }
        if (!source.tls().ca().isEmpty()) {
            settings.put("database.sslrootcert", source.tls().ca());
        }
        settings.put("topic.prefix", pipeline.name());
        settings.put("plugin.name", "pgoutput");
        settings.put("slot.name", pipeline.slot());
        settings.put("publication.name", pipeline.publication());
        settings.put("publication.autocreate.mode", "disabled");
        settings.put(
                "table.include.list",
                tables.stream()
                        .map(table -> ExactNames.table(table.schema(), table.table()))
                        .collect(Collectors.joining(",")));
        var left = CapturedColumns.excluded(pipeline.tables());
        if (!left.isEmpty()) {
            settings.put("column.exclude.list", left);
        }
        settings.put("snapshot.mode", "initial");
        // Exact values: decimals and times as texts, microseconds kept, NULL never replaced by a default.
        settings.put("decimal.handling.mode", "string");
        settings.put("time.precision.mode", "isostring");
        settings.put("binary.handling.mode", "base64");
        settings.put("interval.handling.mode", "string");
        settings.put("unavailable.value.placeholder", RawMessages.unavailableOption());
        settings.put("converters", "exact");
        settings.put("exact.type", RawMessages.VALUE_TEXTS);
        settings.put("key.converter", RawMessages.KEY_CONVERTER);
        settings.put("key.converter." + RawMessages.KEYS_OPTION, RawKeys.write(keys(pipeline, tables)));
        settings.put("value.converter", RawMessages.VALUE_CONVERTER);
        settings.put("value.converter." + RawMessages.EPOCH_OPTION, Long.toString(epoch));
        // Of a key that changes, the delete names the new one; the jobs read it as this writes it, whatever the
        // worker's.
        settings.put("header.converter", "org.apache.kafka.connect.storage.SimpleHeaderConverter");
        settings.put("tombstones.on.delete", "false");
        settings.put("skipped.operations", "none");
        // With the default a change waits half a second for company; with less than this an idle connector computes for
        // nothing (docs/decisions/0162).
        settings.put("poll.interval.ms", "20");
        settings.put("max.batch.size", "8192");
        settings.put("max.queue.size", "32768");
        settings.put("producer.override.linger.ms", "5");
        settings.put("producer.override.batch.size", "524288");
        settings.put("producer.override.compression.type", "lz4");
        var longest = Integer.toString(pipeline.capture().longestMessage());
        settings.put(CaptureDeclaration.LONGEST_MESSAGE, longest);
        settings.put("value.converter." + RawMessages.LONGEST_OPTION, longest);
        settings.put("exactly.once.support", "required");
        settings.put("transaction.boundary", "poll");
        // An idle source beside a busy one still confirms its position, so that it holds no log.
        settings.put("heartbeat.interval.ms", "10000");
        settings.put("heartbeat.action.query", "SELECT pg_logical_emit_message(false, 'lakehouse', 'heartbeat')");
        // Nobody reads them, and capture pays for them (docs/decisions/0059): quantiles of latencies, for which every
        // change wakes another thread, and three headers on every message.
        settings.put("statistics.metrics.enabled", "false");
        settings.put("extended.headers.enabled", "false");
        settings.put("slot.drop.on.stop", "false");
        // A slot is made when the transactions have ended that are open. Given up and begun again, it would wait for
        // those too that began meanwhile, and among long ones that overlap never be made (docs/decisions/0140).
        settings.put("internal.create.slot.command.timeout", "0");
        settings.put("slot.max.retries", "60");
        settings.put("slot.retry.delay.ms", "1000");
        settings.put("retriable.restart.connector.wait.ms", "1000");
        // Of a short absence of the source nobody has to hear. A task that would try for ever looks as if it worked, so
        // it fails after that, and is started again by the platform, which tells why (docs/decisions/0061).
        settings.put("errors.max.retries", "5");
        var keys = tables.stream()
                .filter(table -> !table.key().isEmpty())
                .map(table -> ExactNames.table(table.schema(), table.table()) + ":"
                        + table.keyColumns().stream()
                                .map(column -> ExactNames.literal(column.source()))
                                .collect(Collectors.joining(",")))
                .collect(Collectors.joining(";"));
        if (!keys.isEmpty()) {
            settings.put("message.key.columns", keys);
        }
        settings.putAll(pipeline.capture().options());
        pipeline.capture()
                .secrets()
                .keySet()
                .forEach(name -> settings.put(name, "${file:" + source.passwordFile() + ":" + name + "}"));
        return settings;
    }

    private static Map<String, List<Column>> keys(Pipeline pipeline, List<TableShape> tables) {
        var keys = new LinkedHashMap<String, List<Column>>();
        for (var table : tables) {
            if (!table.key().isEmpty()) {
                keys.put(pipeline.rawTopic(TableDeclaration.of(table.schema(), table.table())), table.keyColumns());
            }
        }
        return keys;
    }
}
