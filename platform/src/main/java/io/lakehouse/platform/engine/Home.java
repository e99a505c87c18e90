package io.lakehouse.platform.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * The state folder of one platform, and the offset that its ports are moved by. Several homes live side by side.
 *
 * @param root the folder, absolute
 * @param portOffset added to every port of the catalogue
 */
public record Home(Path root, int portOffset) {
    /** Makes the path absolute. */
    public Home {
        root = root.toAbsolutePath().normalize();
    }

    /** What an engine stores, kept from one start to the next. */
    public Path data(String engine) {
        return root.resolve("data").resolve(engine);
    }

    /** The configuration that is written anew for an engine at every start. */
    public Path configuration(String engine) {
        return privateFolder(root.resolve("conf").resolve(engine));
    }

    /** The log of an engine. */
    public Path log(String engine) {
        return folder(root.resolve("logs")).resolve(engine + ".log");
    }

    /** Locks, plans and states of the running platform. */
    public Path run() {
        return folder(root.resolve("run"));
    }

    /** Secrets, readable by the owner only. */
    public Path secrets() {
        return privateFolder(root.resolve("secrets"));
    }

    /** Where archives are unpacked to; shared between homes when {@code LAKEHOUSE_INSTALLS} names a folder. */
    public Path installs() {
        var shared = System.getenv("LAKEHOUSE_INSTALLS");
        return folder(shared == null || shared.isEmpty() ? root.resolve("installs") : Path.of(shared));
    }

    private static Path folder(Path folder) {
        try {
            return Files.createDirectories(folder);
        } catch (IOException e) {
            throw new Failure(
                    "cannot create the folder " + folder + ": " + e.getMessage() + "; give another one with --home", e);
        }
    }

    private static Path privateFolder(Path folder) {
        folder(folder);
        try {
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return folder;
    }
}
