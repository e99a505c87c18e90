package io.lakehouse.platform.engine.artifact;

import io.lakehouse.platform.engine.Bundle.Unpack;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/**
 * Unpacks a {@code .tar.gz} or {@code .tar.xz}, or one that stands inside of a jar, into an empty folder. Files are
 * readable, and programs executable, by every user: PostgreSQL runs as another one than root.
 */
final class Unpacker {
    private static final int BUFFER = 1 << 16;

    private final Path archive;
    private final Unpack rule;
    private final Path folder;
    /** Hard links to files that the rule leaves out, by the file's name in the archive. */
    private final Map<String, List<Path>> wanted = new HashMap<>();

    private Unpacker(Path archive, Unpack rule, Path folder) {
        this.archive = archive;
        this.rule = rule;
        this.folder = folder;
    }

    /**
     * Unpacks.
     *
     * @throws IOException when the archive is damaged, names a place outside of the folder, or cannot be written
     */
    static void unpack(Path archive, Unpack rule, Path folder) throws IOException {
        Files.createDirectories(folder);
        makeReadable(folder, true);
        var unpacker = new Unpacker(archive, rule, folder.toAbsolutePath().normalize());
        unpacker.read(unpacker::extract);
        // An archive may hold a file once, and link to it from elsewhere. A stream does not go back: read it again.
        if (!unpacker.wanted.isEmpty()) {
            unpacker.read(unpacker::extractWanted);
        }
        if (!unpacker.wanted.isEmpty()) {
            throw new IOException("links to files that are not in it: " + unpacker.wanted.keySet());
        }
    }

    /** Takes one entry; answers whether it wants more. */
    private interface Visitor {
        boolean visit(TarArchiveEntry entry, InputStream content) throws IOException;
    }

    private void read(Visitor visitor) throws IOException {
        try (var tar = new TarArchiveInputStream(open())) {
            for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                if (!visitor.visit(entry, tar)) {
                    return;
                }
            }
        }
    }

    private InputStream open() throws IOException {
        var file = new BufferedInputStream(Files.newInputStream(archive), BUFFER);
        try {
            return rule.nested().isEmpty() ? decompress(archive.toString(), file) : nested(file);
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    private InputStream nested(InputStream file) throws IOException {
        var matcher = FileSystems.getDefault().getPathMatcher("glob:" + rule.nested());
        var zip = new ZipInputStream(file);
        for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
            if (matcher.matches(Path.of(entry.getName()))) {
                return decompress(entry.getName(), zip);
            }
        }
        throw new IOException("has no " + rule.nested() + " inside");
    }

    private static InputStream decompress(String name, InputStream in) throws IOException {
        return name.endsWith("xz")
                ? new XZInputStream(in)
                : new BufferedInputStream(new GZIPInputStream(in, BUFFER), BUFFER);
    }

    private boolean extract(TarArchiveEntry entry, InputStream content) throws IOException {
        var target = target(entry.getName());
        if (target.isEmpty()) {
            return true;
        }
        var file = target.get();
        if (entry.isDirectory()) {
            createFolders(file);
        } else if (entry.isSymbolicLink()) {
            link(entry, file);
        } else if (entry.isLink()) {
            var linked = target(entry.getLinkName());
            if (linked.isPresent() && Files.isRegularFile(linked.get())) {
                createFolders(file.getParent());
                Files.createLink(file, linked.get());
            } else {
                wanted.merge(entry.getLinkName(), List.of(file), Unpacker::plus);
            }
        } else if (entry.isFile()) {
            write(content, file, (entry.getMode() & 0111) != 0);
        } else {
            throw new IOException(entry.getName() + " is neither file, folder nor link");
        }
        return true;
    }

    private boolean extractWanted(TarArchiveEntry entry, InputStream content) throws IOException {
        var files = entry.isFile() && !entry.isLink() ? wanted.remove(entry.getName()) : null;
        if (files != null) {
            write(content, files.get(0), (entry.getMode() & 0111) != 0);
            for (var other : files.subList(1, files.size())) {
                createFolders(other.getParent());
                Files.createLink(other, files.get(0));
            }
        }
        return !wanted.isEmpty();
    }

    /** Where an entry goes; empty when the rule leaves it out. */
    private Optional<Path> target(String name) throws IOException {
        var path = Path.of(name);
        if (path.isAbsolute() || path.normalize().startsWith("..")) {
            throw outside(name);
        }
        var normal = path.normalize();
        if (normal.getNameCount() <= rule.strip()) {
            return Optional.empty();
        }
        var kept = normal.subpath(rule.strip(), normal.getNameCount());
        if (kept.toString().isEmpty()
                || !rule.include().isEmpty() && rule.include().stream().noneMatch(kept::startsWith)) {
            return Optional.empty();
        }
        return Optional.of(folder.resolve(kept));
    }

    private void link(TarArchiveEntry entry, Path file) throws IOException {
        var aim = Path.of(entry.getLinkName());
        if (aim.isAbsolute() || !file.getParent().resolve(aim).normalize().startsWith(folder)) {
            throw outside(entry.getName() + " -> " + aim);
        }
        createFolders(file.getParent());
        Files.createSymbolicLink(file, aim);
    }

    private void write(InputStream content, Path file, boolean executable) throws IOException {
        createFolders(file.getParent());
        Files.copy(content, file);
        makeReadable(file, executable);
    }

    /** Goes down step by step, so that no link of the archive leads it astray. */
    private void createFolders(Path wantedFolder) throws IOException {
        var current = folder;
        for (var name : folder.relativize(wantedFolder)) {
            current = current.resolve(name);
            if (Files.isSymbolicLink(current)) {
                throw outside(wantedFolder + " through the link " + current);
            }
            if (!name.toString().isEmpty() && !Files.isDirectory(current)) {
                Files.createDirectory(current);
                makeReadable(current, true);
            }
        }
    }

    private static void makeReadable(Path file, boolean executable) throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
    }

    private IOException outside(String name) {
        return new IOException("names a place outside of it: " + name);
    }

    private static List<Path> plus(List<Path> some, List<Path> more) {
        return Stream.concat(some.stream(), more.stream()).toList();
    }
}
