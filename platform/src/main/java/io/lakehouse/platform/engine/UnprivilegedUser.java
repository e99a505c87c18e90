package io.lakehouse.platform.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The user that programs run as which refuse root: {@code nobody}. Without root nothing changes.
 *
 * <p>The home may lie below a folder that only root can enter, such as root's own. Then the program keeps one capability
 * of root's, that of reading and searching folders, as an ambient one (capabilities(7)); {@code access(2)}, with which
 * PostgreSQL looks for its own files, honours it for another user only under the secure bit {@code no_setuid_fixup}.
 * Where every folder is open, no capability is kept.
 */
public final class UnprivilegedUser {
    private static final String USER = "nobody";
    private static final List<String> GROUPS = List.of("nogroup", "nobody");
    private static final int ROOT = 0;

    /** Capabilities that enter closed folders, the lesser first, with their bits; containers often lack the first. */
    private enum Capability {
        DAC_READ_SEARCH(2),
        DAC_OVERRIDE(1);

        private final int bit;

        Capability(int bit) {
            this.bit = bit;
        }

        private boolean isIn(long set) {
            return (set >>> bit & 1) == 1;
        }
    }

    private UnprivilegedUser() {}

    /** Whether this process is root, so that there is a user to change to. */
    public static boolean isNeeded() {
        return owner(Path.of("/proc/self")) == ROOT;
    }

    /**
     * The command as that user when this process is root, else unchanged.
     *
     * @param command program and arguments; every argument that is the path of a file must be within its reach
     * @throws Failure when a folder is closed and this process may not let the program in
     */
    public static List<String> prefix(List<String> command) {
        if (!isNeeded()) {
            return command;
        }
        var prefixed = new ArrayList<>(List.of("setpriv", "--reuid=" + USER, "--regid=" + group(), "--clear-groups"));
        var closed = command.stream()
                .filter(argument -> argument.startsWith("/"))
                .map(Path::of)
                .flatMap(path -> closedFolder(path).stream())
                .findFirst();
        if (closed.isPresent()) {
            var capability = capability(closed.get());
            prefixed.addAll(List.of(
                    "--securebits=+no_setuid_fixup",
                    "--inh-caps=-all,+" + capability,
                    "--ambient-caps=-all,+" + capability,
                    "--bounding-set=-all,+" + capability));
        } else {
            prefixed.addAll(List.of("--inh-caps=-all", "--bounding-set=-all"));
        }
        prefixed.addAll(command);
        return prefixed;
    }

    /** Gives a file, or a folder with all in it, to that user when this process is root. */
    public static void own(Path path) {
        if (!isNeeded()) {
            return;
        }
        try (var paths = Files.walk(path)) {
            var users = path.getFileSystem().getUserPrincipalLookupService();
            var user = users.lookupPrincipalByName(USER);
            var group = users.lookupPrincipalByGroupName(group());
            for (var each : paths.toList()) {
                var view = Files.getFileAttributeView(each, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
                view.setOwner(user);
                view.setGroup(group);
            }
        } catch (IOException | UncheckedIOException e) {
            throw new Failure("cannot give " + path + " to the user " + USER + ": " + e.getMessage(), e);
        }
    }

    /** Lets that user run the programs of a folder, however strict the mask was that they were unpacked under. */
    public static void letRun(Path folder) {
        if (!isNeeded()) {
            return;
        }
        try (var programs = Files.list(folder)) {
            for (var program : programs.toList()) {
                var mode = EnumSet.copyOf(Files.getPosixFilePermissions(program));
                if (mode.addAll(PosixFilePermissions.fromString("r-xr-xr-x"))) {
                    Files.setPosixFilePermissions(program, mode);
                }
            }
        } catch (IOException e) {
            throw new Failure("cannot let others run the programs of " + folder + ": " + e.getMessage(), e);
        }
    }

    /** Whether a file belongs to the user that programs run as: that one under root, else this process's own. */
    public static boolean owns(Path path) {
        try {
            return isNeeded()
                    ? Files.getOwner(path).getName().equals(USER)
                    : owner(path) == owner(Path.of("/proc/self"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int owner(Path path) {
        try {
            return (Integer) Files.getAttribute(path, "unix:uid");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String group() {
        var groups = Path.of("/").getFileSystem().getUserPrincipalLookupService();
        return GROUPS.stream()
                .filter(name -> {
                    try {
                        return groups.lookupPrincipalByGroupName(name) != null;
                    } catch (IOException e) {
                        return false;
                    }
                })
                .findFirst()
                .orElseThrow(() ->
                        new Failure("no group named nogroup or nobody: create one, or run as another user than root"));
    }

    /** The first folder on the way to a path, its links resolved, that not everyone may search. */
    private static Optional<Path> closedFolder(Path path) {
        try {
            var real = Files.exists(path)
                    ? path.toRealPath()
                    : path.toAbsolutePath().normalize();
            return Stream.iterate(real.getParent(), folder -> folder != null, Path::getParent)
                    .filter(folder -> Files.exists(folder) && !isSearchable(folder))
                    .findFirst();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isSearchable(Path folder) {
        try {
            return Files.getPosixFilePermissions(folder).contains(PosixFilePermission.OTHERS_EXECUTE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String capability(Path closed) {
        try (var lines = Files.lines(Path.of("/proc/self/status"))) {
            var own = lines.filter(line -> line.startsWith("CapEff:"))
                    .mapToLong(line -> Long.parseUnsignedLong(line.substring(7).strip(), 16))
                    .findFirst()
                    .orElse(0);
            return Stream.of(Capability.values())
                    .filter(capability -> capability.isIn(own))
                    .map(capability -> capability.name().toLowerCase(java.util.Locale.ROOT))
                    .findFirst()
                    .orElseThrow(() -> new Failure("the user " + USER + " cannot enter " + closed
                            + ": chmod o+x it, give another folder with --home, or run as another user than root"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
