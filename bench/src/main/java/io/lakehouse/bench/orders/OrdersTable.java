package io.lakehouse.bench.orders;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.lakehouse.platform.engine.rest.JsonRest;
import java.util.Map;

/** The table of orders and its declaration, as one pipeline of its own. */
public final class OrdersTable {
    /** Makes the table. The index is what a poller by {@code updated_at} needs. */
    public static final String SETUP =
            """
            CREATE TABLE orders (
                id bigint PRIMARY KEY, seq bigint NOT NULL, account integer NOT NULL, amount numeric(12,2) NOT NULL,
                status text NOT NULL, updated_at timestamptz NOT NULL);
            CREATE INDEX ON orders (updated_at);
            """;

    static final String INSERT =
            """
            INSERT INTO orders (seq, account, amount, status, id, updated_at)
            VALUES (?::bigint, ?::integer, ?::numeric, ?::text, ?::bigint, clock_timestamp())
            RETURNING (extract(epoch FROM updated_at) * 1000000)::bigint""";

    static final String UPDATE =
            """
            UPDATE orders SET (seq, account, amount, status, updated_at) =
                (?::bigint, ?::integer, ?::numeric, ?::text, clock_timestamp())
            WHERE id = ?::bigint RETURNING (extract(epoch FROM updated_at) * 1000000)::bigint""";

    static final String DELETE = "DELETE FROM orders WHERE id = ?::bigint RETURNING id";

    private OrdersTable() {}

    /**
     * The file of the declaration of a pipeline.
     *
     * @param setupFile name of the file with {@link #SETUP}, beside it
     * @param capture options of the connector beside the platform's
     */
    public static String declaration(
            String pipeline, String setupFile, boolean realtime, boolean lake, Map<String, String> capture) {
        return """
                name: %1$s
                source:
                  database: %2$s
                  setup: %3$s
                tables:
                  - table: orders
                    current: %4$s
                    history: %5$s
                    lake: %6$s
                capture: %7$s
                """
                .formatted(
                        pipeline,
                        database(pipeline),
                        setupFile,
                        // Whoever asks for rows by their keys has such an index.
                        realtime ? "{name: " + current(pipeline) + ", indexes: {inverted: [id]}}" : "off",
                        realtime ? history(pipeline) : "off",
                        lake ? versions(pipeline) : "off",
                        quoted(capture));
    }

    /** A mapping in YAML, of which JSON is a part. */
    private static String quoted(Map<String, String> options) {
        try {
            return JsonRest.JSON.writeValueAsString(options);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("texts can be written as JSON", e);
        }
    }

    /** Name of the source database of a pipeline. */
    public static String database(String pipeline) {
        return "bench_" + pipeline;
    }

    /** Pinot's table of the latest rows. */
    public static String current(String pipeline) {
        return pipeline + "_current";
    }

    /** Pinot's table of all changes. */
    public static String history(String pipeline) {
        return pipeline + "_history";
    }

    /** The SCD2 table. */
    public static String versions(String pipeline) {
        return pipeline + "_scd2";
    }
}
