package io.lakehouse.platform.engine.artifact;

import io.lakehouse.platform.engine.Catalogue;
import io.lakehouse.platform.engine.Failure;
import io.lakehouse.platform.engine.Home;
import io.lakehouse.platform.engine.Installation;
import io.lakehouse.platform.engine.artifact.InstallProgress.Plan;
import io.lakehouse.platform.engine.artifact.InstallProgress.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Brings bundles to this machine: exactly the files of the lock, into Maven's cache, and archives unpacked. A second
 * run finds everything there; an interrupted one is continued by the next.
 */
public final class Installer {
    private static final int THREADS = 2;

    private final Catalogue catalogue;
    private final Lock lock;
    private final MavenSettings maven;
    private final Home home;
    private final boolean offline;
    private final String architecture;

    /**
     * An installer for this machine.
     *
     * @param offline whether the network is off limits: what the cache lacks is an error then
     */
    public Installer(Catalogue catalogue, Lock lock, MavenSettings maven, Home home, boolean offline) {
        this(catalogue, lock, maven, home, offline, System.getProperty("os.arch"));
    }

    Installer(Catalogue catalogue, Lock lock, MavenSettings maven, Home home, boolean offline, String architecture) {
        this.catalogue = catalogue;
        this.lock = lock;
        this.maven = maven;
        this.home = home;
        this.offline = offline;
        this.architecture = architecture;
    }

    /**
     * What an install has yet to write.
     *
     * @param cache Maven's cache of artifacts
     * @param cacheBytes what is to be downloaded there
     * @param installs the folder of the unpacked archives
     * @param installBytes what is to be unpacked there
     */
    public record Need(Path cache, long cacheBytes, Path installs, long installBytes) {}

    /**
     * Installs bundles.
     *
     * @param bundles their names
     * @param progress told of every step
     * @return what was installed, by bundle
     * @throws Failure when a file is not to be had, is not that of the lock, or does not fit on the disk
     */
    public Map<String, Installation> install(Collection<String> bundles, InstallProgress progress) {
        var started = System.nanoTime();
        var verified = new VerifiedFiles(home.run().resolve("verified"));
        var archives = new Archives(home.installs());
        try (var repositories = new MavenRepositories(maven, offline)) {
            var contents = contents(bundles, repositories, archives);
            var missing = missing(contents, verified);
            var plan = plan(contents, missing);
            progress.planned(plan);
            if (!plan.complete()) {
                var need = need(contents, repositories);
                DiskSpace.require(List.of(
                        Map.entry(need.cache(), need.cacheBytes()), Map.entry(need.installs(), need.installBytes())));
            }
            if (!missing.isEmpty()) {
                download(contents, missing, repositories, verified, progress);
            }
            if (plan.archives() > 0) {
                unpack(contents, archives, progress);
            }
            verified.save();
            progress.finished(plan, Duration.ofNanos(System.nanoTime() - started));
            var installations = new LinkedHashMap<String, Installation>();
            contents.forEach(it -> installations.put(it.bundle().name(), it.installation()));
            return installations;
        }
    }

    /**
     * What an install of bundles would write, found without reading the files.
     *
     * @param bundles their names
     */
    public Need need(Collection<String> bundles) {
        try (var repositories = new MavenRepositories(maven, true)) {
            return need(contents(bundles, repositories, new Archives(home.installs())), repositories);
        }
    }

    private Need need(List<BundleFiles> contents, MavenRepositories repositories) {
        return new Need(
                repositories.localRepository(),
                BundleFiles.distinct(contents).entrySet().stream()
                        .filter(it -> !Files.exists(it.getValue()))
                        .mapToLong(it -> it.getKey().bytes())
                        .sum(),
                home.installs(),
                contents.stream()
                        .filter(BundleFiles::isPacked)
                        .mapToLong(it -> it.section().unpackedBytes())
                        .sum());
    }

    private List<BundleFiles> contents(Collection<String> bundles, MavenRepositories repositories, Archives archives) {
        return bundles.stream()
                .distinct()
                .map(catalogue::bundle)
                .map(it -> BundleFiles.of(it, lock.section(it, architecture), repositories, archives))
                .toList();
    }

    private static List<Lock.Entry> missing(List<BundleFiles> contents, VerifiedFiles verified) {
        var files = BundleFiles.distinct(contents);
        Set<Lock.Entry> there = ConcurrentHashMap.newKeySet();
        Workers.run(
                THREADS,
                List.copyOf(files.entrySet()),
                (number, it) -> {
                    if (Files.exists(it.getValue())) {
                        verify(it.getKey(), it.getValue(), verified);
                        there.add(it.getKey());
                    }
                },
                () -> {});
        return files.keySet().stream().filter(entry -> !there.contains(entry)).toList();
    }

    /** A file of the user's cache is never deleted: Maven may have it from elsewhere, on purpose. */
    private static void verify(Lock.Entry entry, Path file, VerifiedFiles verified) {
        var found = verified.sha256(file);
        if (!found.equals(entry.sha256())) {
            throw new Failure(entry.coordinates() + ": " + file + " has SHA-256 " + found + ", engines.lock says "
                    + entry.sha256() + "; delete that file and run again");
        }
    }

    private static Plan plan(List<BundleFiles> contents, List<Lock.Entry> missing) {
        var entries = BundleFiles.distinct(contents).keySet();
        return new Plan(
                contents.size(),
                entries.size(),
                entries.stream().mapToLong(Lock.Entry::bytes).sum(),
                missing.size(),
                missing.stream().mapToLong(Lock.Entry::bytes).sum(),
                (int) contents.stream().filter(BundleFiles::isPacked).count());
    }

    private static void download(
            List<BundleFiles> contents,
            List<Lock.Entry> planned,
            MavenRepositories repositories,
            VerifiedFiles verified,
            InstallProgress progress) {
        var cache = repositories.localRepository();
        if (repositories.offline()) {
            throw new Failure("offline, and Maven's cache " + cache + " lacks " + planned.size() + " of the artifacts: "
                    + planned.stream()
                            .map(entry -> entry.coordinates().toString())
                            .collect(Collectors.joining(", "))
                    + "; run once with the network");
        }
        try {
            // Another process may have downloaded them while this one waited: look again.
            FolderLock.holding(cache, () -> progress.waiting(cache.toString()), () -> new Downloads(
                            repositories, verified, progress)
                    .fetch(missing(contents, verified)));
        } catch (IOException e) {
            throw new Failure("cannot write into Maven's cache " + cache + ": " + Reasons.of(e), e);
        }
    }

    private void unpack(List<BundleFiles> contents, Archives archives, InstallProgress progress) {
        var installs = home.installs();
        try {
            FolderLock.holding(
                    installs,
                    () -> progress.waiting(installs.toString()),
                    () -> unpackAlone(contents, archives, progress));
        } catch (IOException e) {
            throw new Failure("cannot write into " + installs + ": " + Reasons.of(e), e);
        }
    }

    private static void unpackAlone(List<BundleFiles> contents, Archives archives, InstallProgress progress) {
        var packed = contents.stream().filter(BundleFiles::isPacked).toList();
        Workers.run(
                THREADS,
                packed,
                (number, it) -> {
                    var bytes = it.section().unpackedBytes();
                    var step = new Step(it.bundle().name(), number, packed.size(), bytes);
                    progress.unpacking(step);
                    archives.unpack(it.bundle(), it.archive(), it.folder().orElseThrow(), bytes);
                    progress.unpacked(step);
                },
                () -> {});
    }
}
