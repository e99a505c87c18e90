package io.lakehouse.platform.engine;

import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * All that the platform can run: what stands in {@code engines.yaml}.
 *
 * @param bundles what is installed, by name, in the file's order
 * @param engines what is run, by name, in the file's order
 */
public record Catalogue(Map<String, Bundle> bundles, Map<String, EngineEntry> engines) {
    /** Keeps its own copies. */
    public Catalogue {
        bundles = Collections.unmodifiableMap(new LinkedHashMap<>(bundles));
        engines = Collections.unmodifiableMap(new LinkedHashMap<>(engines));
    }

    /**
     * Reads a catalogue.
     *
     * @throws Failure when it cannot be read, has a field that nobody knows, an engine without a bundle, or a port
     *     twice; the message names the file and the path in it
     */
    public static Catalogue load(Path file) {
        return CatalogueFile.read(file);
    }

    /**
     * What it says of an engine.
     *
     * @throws Failure when there is no such engine
     */
    public EngineEntry engine(String name) {
        return Optional.ofNullable(engines.get(name))
                .orElseThrow(() -> new Failure("engines.yaml: there is no engine " + name + "; there are "
                        + String.join(", ", engines.keySet())));
    }

    /**
     * A bundle.
     *
     * @throws Failure when there is no such bundle
     */
    public Bundle bundle(String name) {
        return Optional.ofNullable(bundles.get(name))
                .orElseThrow(() -> new Failure("engines.yaml: there is no bundle " + name + "; there are "
                        + String.join(", ", bundles.keySet())));
    }

    /**
     * The bundles that some engines run from, each once.
     *
     * @throws Failure when one of the engines does not exist
     */
    public Set<String> bundlesOf(Collection<String> engineNames) {
        var names = new LinkedHashSet<String>();
        engineNames.forEach(name -> names.add(engine(name).bundle()));
        return names;
    }
}
