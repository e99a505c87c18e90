package io.lakehouse.platform.cli;

import io.lakehouse.platform.config.DeclaredPipeline;
import io.lakehouse.platform.engine.Failure;
import io.lakehouse.platform.engine.rest.JsonRest;
import io.lakehouse.platform.engine.rest.RestException;
import io.lakehouse.platform.lanes.DeclaredConnectors;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code connectors validate [NAME] [--shape-only] [--json]}: offline, then against Connect. */
@Command(
        name = "validate",
        description =
                "Checks the connectors: first what the declarations tell, also those with mistakes, then, unless"
                        + " --shape-only, against Connect and the source. Every finding with its place. Exit code 1 when there is one.")
final class Validate extends ConnectorsCommand.OverConnectors implements Callable<Integer> {
    @Option(names = "--shape-only", description = "Only what the declaration tells; nothing needs to run.")
    private boolean shapeOnly;

    @Option(
            names = "--json",
            description = "As JSON: the findings by connector, or by file where its declaration cannot be read.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        var declarations = session().declarations();
        var connectors = new DeclaredConnectors(session().declaredPlatform(declarations));
        var findings = new LinkedHashMap<String, List<String>>();
        if (!isOverOneOf(connectors)) {
            // One that is looked for may be declared where nothing can be read.
            declarations.stream()
                    .filter(reading -> !reading.mistakes().isEmpty())
                    .forEach(reading -> findings.put(reading.file().toString(), reading.mistakes()));
        }
        var chosen = isOverAll() || findings.isEmpty() ? named(connectors) : List.<DeclaredPipeline>of();
        for (var declared : chosen) {
            var found = connectors.offline(declared);
            if (shapeOnly || !found.isEmpty()) {
                findings.put(DeclaredConnectors.name(declared), found);
            }
        }
        try {
            for (var declared : chosen) {
                if (!findings.containsKey(DeclaredConnectors.name(declared))) {
                    findings.put(DeclaredConnectors.name(declared), online(connectors, declared));
                }
            }
        } finally {
            // What was found is told also when Connect does not answer.
            print(findings);
        }
        return findings.values().stream().allMatch(List::isEmpty) ? 0 : 1;
    }

    private void print(Map<String, List<String>> findings) throws IOException {
        if (json) {
            out().println(JsonRest.JSON.writerWithDefaultPrettyPrinter().writeValueAsString(findings));
        } else {
            findings.forEach((connector, found) -> {
                out().println(connector + ": " + (found.isEmpty() ? "valid" : "invalid"));
                found.forEach(finding -> out().println("  " + finding));
            });
        }
        out().flush();
    }

    private static List<String> online(DeclaredConnectors connectors, DeclaredPipeline declared) throws IOException {
        try {
            return connectors.online(declared);
        } catch (Failure e) {
            return List.of(String.valueOf(e.getMessage()));
        } catch (RestException e) {
            throw new Failure(
                    e.getMessage() + (e.status() == 0 ? "; is the platform up? --shape-only needs nothing" : ""), e);
        }
    }
}
