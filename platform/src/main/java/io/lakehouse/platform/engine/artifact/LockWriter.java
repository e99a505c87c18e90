package io.lakehouse.platform.engine.artifact;

import io.lakehouse.platform.engine.Bundle;
import io.lakehouse.platform.engine.Catalogue;
import io.lakehouse.platform.engine.Coordinates;
import io.lakehouse.platform.engine.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;

/** Writes {@code engines.lock} from the catalogue: resolves every closure and sums up every file. */
public final class LockWriter {
    private final MavenRepositories repositories;

    private LockWriter(MavenRepositories repositories) {
        this.repositories = repositories;
    }

    /**
     * Resolves the whole catalogue, for every architecture, and writes the lock when all of it is there.
     *
     * @param root the folder that it is written to
     * @return the file
     * @throws Failure when a closure is not complete; the old lock stays then
     */
    public static Path write(Catalogue catalogue, MavenSettings maven, Path root) {
        try (var repositories = new MavenRepositories(maven, false)) {
            var lock = new LockWriter(repositories).lock(catalogue);
            var draft = Files.writeString(root.resolve(Lock.FILE + ".draft"), lock.text());
            return Files.move(draft, root.resolve(Lock.FILE), StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new Failure("cannot write " + root.resolve(Lock.FILE) + ": " + Reasons.of(e), e);
        }
    }

    private Lock lock(Catalogue catalogue) throws IOException {
        var resolver = new ClosureResolver(repositories);
        var sections = new LinkedHashMap<String, Lock.Section>();
        for (var bundle : catalogue.bundles().values()) {
            for (var architecture : bundle.artifacts().keySet()) {
                var entries = new ArrayList<Lock.Entry>();
                var files = resolver.closure(bundle, architecture);
                for (var file : files.entrySet()) {
                    entries.add(entry(file.getKey(), file.getValue()));
                }
                var unpacked = bundle.unpack().isEmpty()
                        ? 0
                        : unpackedBytes(bundle, files.values().iterator().next());
                sections.put(Lock.key(bundle, architecture), new Lock.Section(List.copyOf(entries), unpacked));
            }
        }
        return new Lock(sections);
    }

    private static Lock.Entry entry(Coordinates coordinates, Path file) throws IOException {
        return new Lock.Entry(coordinates, Sha256.of(file), Files.size(file));
    }

    /** An archive holds links to files that are left out elsewhere: only unpacking tells what it takes. */
    private static long unpackedBytes(Bundle bundle, Path archive) throws IOException {
        var folder = Files.createTempDirectory("lakehouse-lock");
        try {
            Unpacker.unpack(archive, bundle.unpack().orElseThrow(), folder);
            var seen = new HashSet<Object>();
            long bytes = 0;
            try (var files = Files.walk(folder)) {
                for (var file : files.filter(it -> !Files.isSymbolicLink(it)).toList()) {
                    if (Files.isRegularFile(file) && seen.add(Files.getAttribute(file, "unix:ino"))) {
                        bytes += Files.size(file);
                    }
                }
            }
            return bytes;
        } finally {
            Archives.delete(folder);
        }
    }
}
