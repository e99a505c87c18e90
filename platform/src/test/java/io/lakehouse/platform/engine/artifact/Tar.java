package io.lakehouse.platform.engine.artifact;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

/** Builds archives, also wicked ones. */
final class Tar {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes);

    Tar file(String name, int mode, String content) throws IOException {
        var text = content.getBytes(StandardCharsets.UTF_8);
        var entry = new TarArchiveEntry(name, true);
        entry.setMode(mode);
        entry.setSize(text.length);
        tar.putArchiveEntry(entry);
        tar.write(text);
        tar.closeArchiveEntry();
        return this;
    }

    Tar symbolicLink(String name, String aim) throws IOException {
        return link(name, aim, TarConstants.LF_SYMLINK);
    }

    Tar hardLink(String name, String aim) throws IOException {
        return link(name, aim, TarConstants.LF_LINK);
    }

    private Tar link(String name, String aim, byte type) throws IOException {
        var entry = new TarArchiveEntry(name, type, true);
        entry.setLinkName(aim);
        tar.putArchiveEntry(entry);
        tar.closeArchiveEntry();
        return this;
    }

    Path gzip(Path file) throws IOException {
        tar.close();
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            bytes.writeTo(out);
        }
        return file;
    }

    Path xzInJar(Path file, String name) throws IOException {
        tar.close();
        var packed = new ByteArrayOutputStream();
        try (OutputStream out = new XZOutputStream(packed, new LZMA2Options())) {
            bytes.writeTo(out);
        }
        try (var jar = new ZipOutputStream(Files.newOutputStream(file))) {
            jar.putNextEntry(new ZipEntry("META-INF/MANIFEST.MF"));
            jar.closeEntry();
            jar.putNextEntry(new ZipEntry(name));
            packed.writeTo(jar);
            jar.closeEntry();
        }
        return file;
    }
}
