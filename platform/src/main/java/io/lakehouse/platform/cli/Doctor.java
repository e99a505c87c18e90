package io.lakehouse.platform.cli;

import io.lakehouse.platform.engine.Finding;
import io.lakehouse.platform.engine.Jdks;
import io.lakehouse.platform.engine.MachineCheck;
import io.lakehouse.platform.plan.Selection;
import io.lakehouse.platform.supervise.Daemon;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code doctor}. Exit code 1 when something would keep the platform from starting. */
@Command(
        name = "doctor",
        description = "Looks at this machine before anything starts: JDKs, memory, disk, ports, limits.")
final class Doctor extends Verb implements Callable<Integer> {
    @Option(names = "--only", paramLabel = "LANE", description = "Only one lane: realtime or lake (default: both).")
    private Selection only = Selection.ALL;

    @Override
    public Integer call() {
        var blueprint = session().blueprint(only);
        if (new Daemon(blueprint.home()).isAlive()) {
            out().println("the platform in " + blueprint.home().root()
                    + " is up: its ports are its own; see status for how it is");
            return 0;
        }
        var need = Provision.installer(blueprint, session().offline()).need(blueprint.bundles());
        var bytes = new TreeMap<>(Map.of(need.cache(), need.cacheBytes()));
        bytes.merge(need.installs(), need.installBytes(), Long::sum);
        var check = new MachineCheck(blueprint.catalogue(), blueprint.home(), Jdks.ofMachine());
        // It is no engine that is started, but it stays as long as batches follow each other.
        var engines = new LinkedHashSet<>(blueprint.started());
        if (blueprint.selection().hasLake()) {
            engines.add("spark");
        }
        List<Finding> findings = check.findings(engines, bytes);
        findings.forEach(finding -> out().printf(
                        "%-8s %-14s %s%n",
                        finding.level().name().toLowerCase(Locale.ROOT), finding.check(), finding.message()));
        out().flush();
        return findings.stream().anyMatch(finding -> finding.level() == Finding.Level.PROBLEM) ? 1 : 0;
    }
}
