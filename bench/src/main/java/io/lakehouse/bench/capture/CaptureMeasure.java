package io.lakehouse.bench.capture;

import io.lakehouse.bench.report.Spread;
import io.lakehouse.platform.engine.Failure;
import io.lakehouse.platform.source.DatabaseAddress;
import java.io.IOException;
import java.io.PrintWriter;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads one log by each arm in turn, again and again, and compares rates, processor time and rows. */
final class CaptureMeasure {
    private final CaptureEngines engines;
    private final DatabaseAddress source;
    private final CaptureSettings settings;
    private final PrintWriter out;
    private final long started = System.currentTimeMillis();

    CaptureMeasure(CaptureEngines engines, DatabaseAddress source, CaptureSettings settings, PrintWriter out) {
        this.engines = engines;
        this.source = source;
        this.settings = settings;
        this.out = out;
    }

    /**
     * What one arm did.
     *
     * @param rows shape of the rows
     * @param arm its name
     * @param changesPerSecond rate
     * @param processorSecondsPerMillion processor time per million changes: of the reader's thread, or of the processes of
     *     Connect and Kafka together
     * @param rateOfReader rate in relation to that of the bare reader's run before it
     */
    record Arm(
            String rows, String arm, Spread changesPerSecond, Spread processorSecondsPerMillion, Spread rateOfReader) {}

    /**
     * Measures.
     *
     * @throws Failure when an arm has other rows than the bare reader
     */
    List<Arm> run() throws SQLException, IOException, InterruptedException {
        var arms = new ArrayList<Arm>();
        for (var rows : settings.rows()) {
            out.println("writing a log of " + (settings.lead() + settings.changes()) + " changes of " + rows.table()
                    + " rows");
            out.flush();
            try (var log = CaptureLog.write(source, rows, settings.lead(), settings.changes(), settings.seed())) {
                arms.addAll(measure(rows, log));
            }
        }
        return arms;
    }

    private List<Arm> measure(RowShape rows, CaptureLog log) throws SQLException, IOException, InterruptedException {
        var expected = new RowDigest(log.shape());
        read(log, expected);
        // The first round only warms up the processes; nothing of it counts.
        connect(rows, log, "warm", Map.of(), expected);
        read(log, null);
        var samples = new LinkedHashMap<String, Samples>();
        samples.put("bare reader", new Samples());
        for (var round = 0; round < settings.repeats(); round++) {
            var reading = read(log, null);
            var rate = reading.changes() / reading.seconds();
            samples.get("bare reader").add(rate, reading.processorSeconds() / reading.changes(), 1);
            // Every other round the other way round, so that no arm always follows the same one.
            var arms = new ArrayList<>(settings.connectorArms().entrySet());
            if (round % 2 == 1) {
                Collections.reverse(arms);
            }
            for (var arm : arms) {
                var capture = connect(rows, log, arm.getKey() + round, arm.getValue(), expected);
                var computed = capture.processorSeconds().values().stream()
                        .mapToDouble(Double::doubleValue)
                        .sum();
                var captured = reading.changes() / capture.seconds();
                samples.computeIfAbsent(arm.getKey(), name -> new Samples())
                        .add(captured, computed / reading.changes(), captured / rate);
                out.printf(
                        "%s round %d: reader %.0f/s %.2f CPU-s/M, %s %.0f/s, connect %.2f kafka %.2f CPU-s/M, ratio %.3f%n",
                        rows.table(),
                        round + 1,
                        rate,
                        reading.processorSeconds() / reading.changes() * 1e6,
                        arm.getKey(),
                        captured,
                        capture.processorSeconds().get("connect") / reading.changes() * 1e6,
                        capture.processorSeconds().get("kafka") / reading.changes() * 1e6,
                        captured / rate);
                out.flush();
            }
        }
        return samples.entrySet().stream()
                .map(entry -> entry.getValue().arm(rows.table(), entry.getKey()))
                .toList();
    }

    private BareReader.Reading read(CaptureLog log, @org.jspecify.annotations.Nullable RowDigest digest)
            throws SQLException {
        var slot = "bench_reader";
        log.copySlot(slot);
        try {
            var reading = new BareReader(source).read(slot, log.publication(), change -> {
                if (digest != null) {
                    digest.add(change);
                }
            });
            if (reading.changes() != settings.changes()) {
                throw new Failure("the bare reader found " + reading.changes() + " changes, not " + settings.changes());
            }
            return reading;
        } finally {
            log.database().endReader(slot);
            log.database().dropSlot(slot);
        }
    }

    private ConnectorRun.Capture connect(
            RowShape rows, CaptureLog log, String name, Map<String, String> overrides, RowDigest expected)
            throws SQLException, IOException, InterruptedException {
        // A name of its own: Connect remembers the position of a connector of an earlier run.
        var pipeline = rows.table() + "_" + name.replaceAll("[^a-z0-9]", "") + "_" + Long.toString(started, 36);
        var digest = new RowDigest(log.shape());
        var capture = new ConnectorRun(engines, log, pipeline, overrides).run(digest);
        if (digest.changes() != expected.changes() || digest.differences(expected) > 0) {
            throw new Failure("the raw topic of " + pipeline + " is not what the bare reader read: "
                    + digest.changes() + " changes for " + expected.changes() + ", other changes of "
                    + digest.differences(expected) + " keys; nothing of this run counts");
        }
        return capture;
    }

    private static final class Samples {
        private final List<Double> rates = new ArrayList<>();
        private final List<Double> computed = new ArrayList<>();
        private final List<Double> ratios = new ArrayList<>();

        void add(double rate, double processorSeconds, double ratio) {
            rates.add(rate);
            computed.add(processorSeconds * 1e6);
            ratios.add(ratio);
        }

        Arm arm(String rows, String name) {
            return new Arm(rows, name, Spread.of(rates), Spread.of(computed), Spread.of(ratios));
        }
    }
}
