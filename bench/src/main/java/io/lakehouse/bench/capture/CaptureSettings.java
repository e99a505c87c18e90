package io.lakehouse.bench.capture;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Settings of a run.
 *
 * @param rows shapes of rows, one after the other
 * @param lead changes that only warm up
 * @param changes changes that count
 * @param repeats how often each arm reads the log
 * @param seed of the changes
 * @param variants further arms: name to settings of the connector that differ from the platform's
 */
record CaptureSettings(
        List<RowShape> rows,
        int lead,
        int changes,
        int repeats,
        double seed,
        Map<String, Map<String, String>> variants) {
    /** Every connector arm, the platform's own first. */
    Map<String, Map<String, String>> connectorArms() {
        var arms = new LinkedHashMap<String, Map<String, String>>();
        arms.put("connector", Map.of());
        arms.putAll(variants);
        return arms;
    }
}
