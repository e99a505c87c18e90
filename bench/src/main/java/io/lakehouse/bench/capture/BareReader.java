package io.lakehouse.bench.capture;

import io.lakehouse.bench.capture.PgOutputMessage.Change;
import io.lakehouse.bench.capture.PgOutputMessage.Marker;
import io.lakehouse.platform.source.DatabaseAddress;
import java.lang.management.ManagementFactory;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import java.util.function.Consumer;
import org.postgresql.PGConnection;

/**
 * The least that a reader of the log can do: the driver's replication stream, every message decoded into columns as
 * strings, in one thread. It confirms nothing, stores nothing and sends nothing.
 */
final class BareReader {
    private final DatabaseAddress source;

    BareReader(DatabaseAddress source) {
        this.source = source;
    }

    /**
     * What reading took, from the start marker to the end marker.
     *
     * @param changes changes between the markers
     * @param seconds how long it took
     * @param processorSeconds what the reading thread computed
     */
    record Reading(long changes, double seconds, double processorSeconds) {}

    /**
     * Reads a slot up to the end marker.
     *
     * @param each told of every change, also of those before the start marker
     */
    Reading read(String slot, String publication, Consumer<Change> each) throws SQLException {
        var thread = ManagementFactory.getThreadMXBean();
        try (var connection = DriverManager.getConnection(source.jdbcUrl(), properties());
                var stream = connection
                        .unwrap(PGConnection.class)
                        .getReplicationAPI()
                        .replicationStream()
                        .logical()
                        .withSlotName(slot)
                        .withSlotOption("proto_version", 1)
                        .withSlotOption("publication_names", publication)
                        .withSlotOption("messages", true)
                        .start()) {
            var decoder = new PgOutputDecoder();
            var changes = 0L;
            var started = 0L;
            var computed = 0L;
            while (true) {
                var message = decoder.decode(stream.read());
                if (message instanceof Change change) {
                    changes++;
                    each.accept(change);
                } else if (message instanceof Marker marker && marker.content().equals(CaptureLog.START)) {
                    changes = 0;
                    started = System.nanoTime();
                    computed = thread.getCurrentThreadCpuTime();
                } else if (message instanceof Marker marker && marker.content().equals(CaptureLog.END)) {
                    return new Reading(
                            changes,
                            (System.nanoTime() - started) / 1e9,
                            (thread.getCurrentThreadCpuTime() - computed) / 1e9);
                }
            }
        }
    }

    private Properties properties() {
        var properties = new Properties();
        properties.setProperty("user", source.user());
        properties.setProperty("password", source.password());
        properties.setProperty("replication", "database");
        properties.setProperty("assumeMinServerVersion", "10");
        properties.setProperty("preferQueryMode", "simple");
        // What Debezium asks of the server too.
        properties.setProperty("options", "-c TimeZone=UTC");
        return properties;
    }
}
