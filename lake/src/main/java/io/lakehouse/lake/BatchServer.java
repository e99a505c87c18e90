package io.lakehouse.lake;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.lakehouse.contract.job.BatchOrder;
import java.io.BufferedReader;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.apache.spark.sql.SparkSession;

/**
 * Runs SCD2 runs one after the other in one Spark, so that a small run does not pay for the start of a JVM and of Spark.
 *
 * <p>Takes {@link BatchOrder}s from standard input and answers on standard output, so that only the process that started
 * it can give orders. Ends when its input does. A run that cannot be ended otherwise is ended with the whole process,
 * which costs the session and nothing else.
 */
public final class BatchServer {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CATALOG = "lake";

    private BatchServer() {}

    /** Serves until standard input ends. */
    public static void main(String[] arguments) throws IOException {
        FaultPoint.requireKnown();
        var answers = System.out;
        // Whatever prints must not be taken for an answer.
        System.setOut(System.err);
        try (var spark = LakeSession.start("batches");
                var orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (var line = orders.readLine(); line != null; line = orders.readLine()) {
                answers.println(serve(spark, JSON.readValue(line, BatchOrder.class)));
                answers.flush();
            }
        }
        System.exit(0);
    }

    /**
     * Runs in a session of its own, which shares nothing with that of another run but Spark itself: a catalogue is
     * loaded once in a session, and temporary views and settings stay in it.
     */
    static int serve(SparkSession spark, BatchOrder order) throws IOException {
        var out = System.out;
        var err = System.err;
        try (var log = new PrintStream(new FileOutputStream(order.log(), true), true, StandardCharsets.UTF_8)) {
            System.setOut(log);
            System.setErr(log);
            var session = spark.newSession();
            SparkSession.setActiveSession(session);
            try {
                return BatchJob.exitCode(session, CATALOG, order.spec());
            } finally {
                LakeSession.closeCatalogs(session);
                // Whoever encodes rows asks the thread's session how, and without one it takes defaults that are not
                // ours.
                SparkSession.setActiveSession(spark);
                // Cached data belong to Spark, not to the session.
                session.catalog().clearCache();
            }
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
    }
}
