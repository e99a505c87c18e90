package io.lakehouse.platform.lake;

import io.lakehouse.platform.engine.ConfigurationFile;
import io.lakehouse.platform.engine.Engine;
import io.lakehouse.platform.engine.Failure;
import io.lakehouse.platform.engine.Launch;
import io.lakehouse.platform.engine.Site;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** The S3 store: S3Proxy over a folder, a bucket being a folder below it. */
public final class S3Proxy implements Engine {
    private final Site site;
    private final Supplier<S3Credentials> keys;
    private final List<String> buckets;

    /**
     * A store in which these buckets exist from the start.
     *
     * @param site where it lives
     * @param keys its keys, asked for when it starts
     * @param buckets the buckets
     */
    public S3Proxy(Site site, Supplier<S3Credentials> keys, List<String> buckets) {
        this.site = site;
        this.keys = keys;
        this.buckets = List.copyOf(buckets);
    }

    @Override
    public String name() {
        return "s3";
    }

    @Override
    public Set<String> needs() {
        return Set.of();
    }

    @Override
    public Map<String, Integer> ports() {
        return Map.of("s3", site.port("s3"));
    }

    @Override
    public List<Address> addresses() {
        return List.of(new Address("S3 endpoint", "http://" + site.address("s3")));
    }

    @Override
    public Launch prepare() throws IOException {
        for (var bucket : buckets) {
            Files.createDirectories(site.data().resolve(bucket));
        }
        var credentials = keys.get();
        var properties = new LinkedHashMap<String, String>();
        properties.put("s3proxy.endpoint", "http://" + site.address("s3"));
        properties.put("s3proxy.authorization", "aws-v2-or-v4");
        properties.put("s3proxy.identity", credentials.accessKey());
        properties.put("s3proxy.credential", credentials.secretKey());
        properties.put("s3proxy.v4-max-non-chunked-request-size", Integer.toString(128 * 1024 * 1024));
        properties.put("jclouds.provider", "filesystem-nio2");
        properties.put("jclouds.filesystem.basedir", site.data().toString());
        var file = ConfigurationFile.writeProperties(site.configuration().resolve("s3proxy.properties"), properties);
        var command = new ArrayList<>(site.java("org.gaul.s3proxy.Main", "--properties", file.toString()));
        command.add(1, "-DLOG_LEVEL=warn");
        return Launch.of(command, site.configuration()).withStopGrace(Duration.ofSeconds(5));
    }

    @Override
    public void probe() throws Exception {
        // A store that refuses the unknown caller reads its keys and its folder; signing a request proves no more.
        var request = HttpRequest.newBuilder(URI.create("http://" + site.address("s3") + "/"))
                .timeout(Duration.ofSeconds(3))
                .build();
        var response = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
        if (response.statusCode() != HttpURLConnection.HTTP_FORBIDDEN) {
            throw new Failure("S3 at " + site.address("s3") + " answers an unsigned request with "
                    + response.statusCode() + " instead of 403");
        }
    }
}
