package io.lakehouse.platform.engine;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Looks before a start at all that a start needs of the machine, and says of each thing how it is.
 *
 * @param catalogue the engines
 * @param home where they are to run
 * @param jdks where JDKs are looked for
 */
public record MachineCheck(Catalogue catalogue, Home home, Jdks jdks) {
    private static final long MIB = 1024 * 1024;
    private static final long OPEN_FILES = 4096;
    /** What the engines write in the first hours of a sample, beside their artifacts. */
    private static final long DATA_BYTES = 2_000 * MIB;

    private static final Pattern KIB = Pattern.compile("MemAvailable: +(\\d+) kB");
    private static final Pattern LIMIT = Pattern.compile("Max open files +(\\S+).*");

    /**
     * Checks.
     *
     * @param engines names of the engines that are to run
     * @param bytes what is still to be written for their artifacts, by folder
     * @return findings in the order in which they matter
     * @throws Failure when there is no such engine
     */
    public List<Finding> findings(Collection<String> engines, Map<Path, Long> bytes) {
        var findings = new ArrayList<Finding>();
        findings.add(system(engines));
        findings.addAll(jdks(engines));
        findings.add(memory(engines));
        findings.addAll(disks(bytes));
        findings.addAll(ports(engines));
        findings.add(openFiles());
        findings.addAll(programs());
        unprivileged(engines).ifPresent(findings::add);
        return List.copyOf(findings);
    }

    private Finding system(Collection<String> engines) {
        var architecture = System.getProperty("os.arch");
        var name = System.getProperty("os.name") + " on " + architecture;
        if (!System.getProperty("os.name").equals("Linux")) {
            return Finding.problem("system", name + "; the engines are started on Linux only: use a container there");
        }
        try {
            catalogue
                    .bundlesOf(engines)
                    .forEach(bundle -> catalogue.bundle(bundle).architecture(architecture));
            return Finding.ok("system", name);
        } catch (Failure e) {
            return Finding.problem("system", String.valueOf(e.getMessage()));
        }
    }

    private List<Finding> jdks(Collection<String> engines) {
        var releases = new TreeSet<Integer>();
        engines.forEach(engine -> releases.add(catalogue.engine(engine).jdk()));
        releases.remove(0);
        return releases.stream().map(this::jdk).toList();
    }

    private Finding jdk(int release) {
        try {
            return Finding.ok("JDK " + release, jdks.require(release).toString());
        } catch (Failure e) {
            return Finding.problem("JDK " + release, String.valueOf(e.getMessage()));
        }
    }

    private Finding memory(Collection<String> engines) {
        var needed = engines.stream()
                .mapToLong(name -> catalogue.engine(name).memory())
                .sum();
        var available = number(Path.of("/proc/meminfo"), KIB).map(kib -> kib / 1024);
        if (available.isEmpty()) {
            return Finding.warning("memory", "cannot be seen here; " + needed + " MiB are needed");
        }
        var both = needed + " MiB needed, " + available.get() + " MiB available";
        return available.get() >= needed
                ? Finding.ok("memory", both)
                : Finding.problem("memory", both + "; end other programs, or leave engines out");
    }

    private List<Finding> disks(Map<Path, Long> bytes) {
        var findings = new ArrayList<Finding>();
        bytes.forEach((folder, needed) -> findings.add(disk(folder, needed)));
        findings.add(disk(home.root(), DATA_BYTES));
        return findings;
    }

    private static Finding disk(Path folder, long needed) {
        var check = "disk of " + folder;
        try {
            var free = Files.getFileStore(existing(folder)).getUsableSpace();
            var both = needed / MIB + " MiB needed, " + free / MIB + " MiB free";
            return free >= needed ? Finding.ok(check, both) : Finding.problem(check, both + "; free some space there");
        } catch (IOException e) {
            return Finding.problem(check, "cannot be read: " + e.getMessage() + "; give another folder");
        }
    }

    private List<Finding> ports(Collection<String> engines) {
        var findings = new ArrayList<Finding>();
        for (var name : engines) {
            catalogue.engine(name).ports().forEach((serves, base) -> {
                var port = base + home.portOffset();
                var check = "port " + port + " (" + name + " " + serves + ")";
                findings.add(Ports.holder(port)
                        .map(holder -> Finding.problem(
                                check, "is held by " + holder + "; end it, or move all ports with --port-offset"))
                        .orElse(Finding.ok(check, "free")));
            });
        }
        return findings;
    }

    private static Finding openFiles() {
        var limit = number(Path.of("/proc/self/limits"), LIMIT).orElse(Long.MAX_VALUE);
        return limit >= OPEN_FILES
                ? Finding.ok("open files", limit == Long.MAX_VALUE ? "no limit" : "limit " + limit)
                : Finding.warning("open files", "limit " + limit + "; raise it to " + OPEN_FILES + " with `ulimit -n`");
    }

    private static List<Finding> programs() {
        return Stream.of("setpriv", "setsid")
                .map(program -> isOnThePath(program)
                        ? Finding.ok(program, "there")
                        : Finding.problem(program, "is not on the PATH; install the package util-linux"))
                .toList();
    }

    /** PostgreSQL refuses to run as root; under root it runs as nobody, who must get to its files. */
    private Optional<Finding> unprivileged(Collection<String> engines) {
        if (!System.getProperty("user.name").equals("root") || !engines.contains("postgres")) {
            return Optional.empty();
        }
        for (var folder : List.of(home.root(), home.installs())) {
            for (var step = existing(folder); step != null; step = step.getParent()) {
                if (!isOpen(step)) {
                    return Optional.of(Finding.problem(
                            "user",
                            "under root PostgreSQL runs as nobody, who cannot enter " + step + "; `chmod o+x " + step
                                    + "`, use another --home, or do not run as root"));
                }
            }
        }
        return Optional.of(Finding.ok("user", "root; PostgreSQL runs as nobody"));
    }

    private static boolean isOpen(Path folder) {
        try {
            return Files.getPosixFilePermissions(folder).contains(PosixFilePermission.OTHERS_EXECUTE);
        } catch (IOException e) {
            return false;
        }
    }

    private static Path existing(Path folder) {
        var current = folder.toAbsolutePath();
        while (!Files.exists(current) && current.getParent() != null) {
            current = current.getParent();
        }
        return current;
    }

    private static boolean isOnThePath(String program) {
        return Stream.of(Optional.ofNullable(System.getenv("PATH")).orElse("").split(File.pathSeparator))
                .filter(folder -> !folder.isEmpty())
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    private static Optional<Long> number(Path file, Pattern pattern) {
        try (var lines = Files.lines(file)) {
            return lines.map(pattern::matcher)
                    .filter(matcher -> matcher.matches())
                    .map(matcher -> matcher.group(1))
                    .filter(text -> text.matches("\\d+"))
                    .map(Long::valueOf)
                    .findFirst();
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
