package io.lakehouse.platform.engine.artifact;

import io.lakehouse.platform.engine.Bundle;
import io.lakehouse.platform.engine.Installation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Where a bundle is, or will be, on this machine.
 *
 * @param bundle as declared
 * @param section as locked
 * @param files the place of each file in Maven's cache, in class path order
 * @param folder the folder of its archive; empty when it has none
 */
record BundleFiles(Bundle bundle, Lock.Section section, Map<Lock.Entry, Path> files, Optional<Path> folder) {
    static BundleFiles of(Bundle bundle, Lock.Section section, MavenRepositories repositories, Archives archives) {
        var files = new LinkedHashMap<Lock.Entry, Path>();
        section.entries().forEach(entry -> files.put(entry, repositories.cached(entry.coordinates())));
        var folder = bundle.unpack()
                .map(rule -> archives.folder(bundle, section.entries().get(0)));
        return new BundleFiles(bundle, section, Collections.unmodifiableMap(files), folder);
    }

    /** The files of several bundles, a shared one once. */
    static Map<Lock.Entry, Path> distinct(Collection<BundleFiles> bundles) {
        var files = new LinkedHashMap<Lock.Entry, Path>();
        bundles.forEach(it -> files.putAll(it.files));
        return files;
    }

    boolean isPacked() {
        return folder.isPresent() && !Files.isDirectory(folder.get());
    }

    /** The only file of a bundle that is an archive. */
    Path archive() {
        return files.values().iterator().next();
    }

    Installation installation() {
        var byName = new LinkedHashMap<String, Path>();
        files.forEach((entry, file) -> {
            // Several files of one artifact differ in the classifier only.
            var name = entry.coordinates().name();
            byName.put(byName.containsKey(name) ? entry.coordinates().toString() : name, file);
        });
        return new Installation(bundle.name(), byName, folder.orElse(null));
    }
}
