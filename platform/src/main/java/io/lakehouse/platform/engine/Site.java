package io.lakehouse.platform.engine;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where one engine lives: its folders, ports, artifacts and JDK.
 *
 * @param engine the engine's name
 * @param entry what the catalogue says of it
 * @param home the state folder
 * @param installation its artifacts
 * @param javaHome the JDK that it runs on; the empty path for a native program
 * @param ca certificates, PEM, that those of https servers may come from that it asks, beside those that Java trusts; empty
 *     for those alone
 */
public record Site(String engine, EngineEntry entry, Home home, Installation installation, Path javaHome, String ca) {
    /** The loopback address that everything listens on. */
    public static final String HOST = "127.0.0.1";

    /** A site whose JVM trusts what Java trusts. */
    public Site(String engine, EngineEntry entry, Home home, Installation installation, Path javaHome) {
        this(engine, entry, home, installation, javaHome, "");
    }

    /**
     * A port of the engine, with the offset.
     *
     * @param name what it serves, as in the catalogue
     */
    public int port(String name) {
        return Optional.ofNullable(entry.ports().get(name))
                        .orElseThrow(() -> new Failure("engines.yaml: engine " + engine + " has no port " + name))
                + home.portOffset();
    }

    /** {@code 127.0.0.1:port}. */
    public String address(String port) {
        return HOST + ":" + port(port);
    }

    /** What the engine stores. */
    public Path data() {
        return home.data(engine);
    }

    /** What is written for it at every start. */
    public Path configuration() {
        return home.configuration(engine);
    }

    /** A command that runs a Java main class: the JVM, its flags, the class path in an argument file, the class. */
    public List<String> java(String mainClass, String... arguments) {
        return javaOn(installation.classPath(), mainClass, arguments);
    }

    /** Likewise, with a class path of its own. */
    public List<String> javaOn(String classPath, String mainClass, String... arguments) {
        var argumentFile = configuration().resolve(mainClass.substring(mainClass.lastIndexOf('.') + 1) + ".args");
        ConfigurationFile.write(
                argumentFile, "-cp\n\"" + classPath.replace("\\", "\\\\").replace("\"", "\\\"") + "\"\n");
        var command = new ArrayList<String>();
        command.add(javaHome.resolve("bin/java").toString());
        command.addAll(entry.jvm());
        if (!ca.isEmpty()) {
            command.add(
                    TrustedCertificates.argument(Path.of(ca), configuration().resolve("trusted-certificates.jks")));
        }
        command.add("@" + argumentFile);
        command.add(mainClass);
        command.addAll(List.of(arguments));
        return command;
    }
}
