package io.lakehouse.platform.engine.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * JSON over HTTP/1.1 to one engine. Numbers keep all their digits.
 *
 * <p>HTTP/1.1 on purpose: the upgrade to HTTP/2 that Java's client offers makes some engines fail.
 */
public final class JsonRest {
    /** Reads and writes the JSON of every engine; decimals are exact. */
    public static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private final String base;
    private final Endpoint endpoint;

    /** The engine at this address, {@code http://host:port[/path]}. */
    public JsonRest(String base) {
        this(Endpoint.open(base));
    }

    /** The engine at this endpoint. */
    public JsonRest(Endpoint endpoint) {
        var url = endpoint.url();
        this.base = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
        this.endpoint = endpoint;
    }

    /** The address that it was made for. */
    public String base() {
        return base;
    }

    /** GET, expecting 2xx. */
    public JsonNode get(String path) throws RestException {
        return send("GET", path, null);
    }

    /** POST of a JSON body (or none), expecting 2xx. */
    public JsonNode post(String path, @Nullable Object body) throws RestException {
        return send("POST", path, body);
    }

    /** PUT of a JSON body (or none), expecting 2xx. */
    public JsonNode put(String path, @Nullable Object body) throws RestException {
        return send("PUT", path, body);
    }

    /** PATCH of a JSON body (or none), expecting 2xx. */
    public JsonNode patch(String path, @Nullable Object body) throws RestException {
        return send("PATCH", path, body);
    }

    /** DELETE, expecting 2xx. */
    public JsonNode delete(String path) throws RestException {
        return send("DELETE", path, null);
    }

    private JsonNode send(String method, String path, @Nullable Object body) throws RestException {
        try {
            var publisher = body == null
                    ? BodyPublishers.noBody()
                    : BodyPublishers.ofString(body instanceof String text ? text : JSON.writeValueAsString(body));
            var request = HttpRequest.newBuilder(URI.create(base + path))
                    .timeout(Duration.ofSeconds(60))
                    .header("Accept", "application/json")
                    .header("Content-Type", "application/json")
                    .method(method, publisher);
            return answer(request);
        } catch (JsonProcessingException e) {
            throw new RestException(0, method + " " + base + path + ": the body cannot be written as JSON", e);
        }
    }

    /** Sends a request that was made elsewhere (an upload) as who asks here, expecting 2xx and JSON. */
    public JsonNode answer(HttpRequest.Builder asked) throws RestException {
        endpoint.login().header().ifPresent(header -> asked.header("Authorization", header));
        var request = asked.build();
        var what = request.method() + " " + request.uri();
        try {
            var response = HttpClients.trusting(endpoint.ca()).send(request, BodyHandlers.ofString());
            if (response.statusCode() / 100 != 2) {
                throw new RestException(
                        response.statusCode(),
                        what + ": " + response.statusCode() + " " + oneLine(response.body()),
                        null);
            }
            return response.body().isBlank() ? MissingNode.getInstance() : JSON.readTree(response.body());
        } catch (RestException e) {
            throw e;
        } catch (JsonProcessingException e) {
            throw new RestException(0, what + ": the answer is not JSON", e);
        } catch (IOException e) {
            throw new RestException(0, what + ": " + reason(e), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RestException(0, what + ": interrupted", e);
        }
    }

    private static String reason(IOException e) {
        return e.getMessage() == null || e.getMessage().isBlank()
                ? "no answer (" + e.getClass().getSimpleName() + ")"
                : e.getMessage();
    }

    private static String oneLine(String body) {
        var line = body.strip().replaceAll("\\s+", " ");
        return line.length() <= 600 ? line : line.substring(0, 600) + "...";
    }
}
