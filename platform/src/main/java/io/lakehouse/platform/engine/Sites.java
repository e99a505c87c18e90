package io.lakehouse.platform.engine;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * The sites of a home's engines.
 *
 * @param catalogue the engines
 * @param home the state folder
 * @param installations the installed bundles by name; those that are missing can be planned with but not started
 * @param jdks finds the JDK of a feature release
 * @param ca certificates, PEM, that those of https servers may come from, beside those that Java trusts; empty for those
 *     alone
 */
public record Sites(
        Catalogue catalogue, Home home, Map<String, Installation> installations, JdkFinder jdks, String ca) {
    /** Sites whose JVMs trust what Java trusts. */
    public Sites(Catalogue catalogue, Home home, Map<String, Installation> installations, JdkFinder jdks) {
        this(catalogue, home, installations, jdks, "");
    }

    /** Finds a JDK. */
    @FunctionalInterface
    public interface JdkFinder {
        /**
         * The home of a JDK.
         *
         * @param release its feature release
         * @throws Failure when there is none
         */
        Path find(int release);
    }

    /** The site of an engine. */
    public Site of(String engine) {
        var entry = catalogue.engine(engine);
        return new Site(
                engine,
                entry,
                home,
                installation(entry.bundle()),
                entry.jdk() == 0 ? Path.of("") : jdks.find(entry.jdk()),
                ca);
    }

    /** A bundle; one without files when it is not installed, which is enough to plan with. */
    public Installation installation(String bundle) {
        return Optional.ofNullable(installations.get(bundle)).orElse(new Installation(bundle, Map.of(), null));
    }
}
