package io.lakehouse.platform.engine.artifact;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.lakehouse.platform.engine.Bundle;
import io.lakehouse.platform.engine.Catalogue;
import io.lakehouse.platform.engine.Coordinates;
import io.lakehouse.platform.engine.Home;
import io.lakehouse.platform.engine.Site;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;

/** A repository that is served over HTTP, and a Maven whose only mirror it is. Parts of files are served, too. */
final class Remote implements AutoCloseable {
    final Path files;
    final Path cache;
    /** What was asked for: the file's name, and from where on. */
    final Queue<String> requests = new ConcurrentLinkedQueue<>();

    private final Path folder;
    private final HttpServer server;
    private volatile boolean cutsNext;

    Remote(Path folder) throws IOException {
        this.folder = folder;
        files = Files.createDirectories(folder.resolve("remote"));
        cache = folder.resolve("cache");
        server = HttpServer.create(new InetSocketAddress(Site.HOST, 0), 0);
        server.createContext("/", this::answer);
        server.setExecutor(Executors.newCachedThreadPool());
        server.start();
    }

    /** Publishes a file, and gives its line in the lock. */
    Lock.Entry publish(String coordinates, byte[] content) throws IOException {
        var parsed = Coordinates.parse(coordinates);
        var file = files.resolve(place(parsed));
        Files.createDirectories(file.getParent());
        Files.write(file, content);
        return new Lock.Entry(parsed, Sha256.of(file), content.length);
    }

    /** Where a file stands, in a repository and in a cache. */
    static String place(Coordinates coordinates) {
        return String.join(
                "/",
                coordinates.group().replace('.', '/'),
                coordinates.artifact(),
                coordinates.version(),
                coordinates.fileName());
    }

    /** The next answer ends in the middle. */
    void cutNext() {
        cutsNext = true;
    }

    MavenSettings settings() throws IOException {
        var settings = Files.writeString(
                folder.resolve("settings.xml"),
                "<settings><localRepository>" + cache
                        + "</localRepository><mirrors><mirror><id>here</id><mirrorOf>central</mirrorOf><url>http://"
                        + Site.HOST + ":" + server.getAddress().getPort()
                        + "</url></mirror></mirrors></settings>");
        return MavenSettings.load(settings, Optional.empty(), Optional.empty());
    }

    /** An installer of one bundle that consists of these files. */
    Installer installer(boolean offline, Optional<Bundle.Unpack> unpack, Lock.Entry... entries) throws IOException {
        return installer(folder.resolve("home"), offline, unpack, entries);
    }

    Installer installer(Path home, boolean offline, Optional<Bundle.Unpack> unpack, Lock.Entry... entries)
            throws IOException {
        var artifacts = new ArrayList<Coordinates>();
        List.of(entries).forEach(entry -> artifacts.add(entry.coordinates()));
        var bundle = new Bundle("tool", "1.0", Map.of(Bundle.ANY, artifacts), List.of(), false, unpack);
        return new Installer(
                new Catalogue(Map.of("tool", bundle), Map.of()),
                new Lock(Map.of("tool", new Lock.Section(List.of(entries), unpack.isPresent() ? 1 : 0))),
                settings(),
                new Home(home, 0),
                offline);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            var file = files.resolve(exchange.getRequestURI().getPath().substring(1));
            var range = Optional.ofNullable(exchange.getRequestHeaders().getFirst("Range"))
                    .orElse("bytes=0-");
            var from = Integer.parseInt(range.substring("bytes=".length(), range.length() - 1));
            requests.add(file.getFileName() + " from " + from);
            if (!Files.exists(file)) {
                exchange.sendResponseHeaders(404, -1);
                return;
            }
            var content = Files.readAllBytes(file);
            if (from > 0) {
                exchange.getResponseHeaders()
                        .add("Content-Range", "bytes " + from + "-" + (content.length - 1) + "/" + content.length);
            }
            var length = content.length - from;
            exchange.sendResponseHeaders(from > 0 ? 206 : 200, length);
            exchange.getResponseBody().write(content, from, cutsNext ? length / 2 : length);
            exchange.getResponseBody().flush();
            if (cutsNext) {
                cutsNext = false;
                throw new IOException("cut");
            }
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
