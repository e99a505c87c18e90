package io.lakehouse.lake.publish;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Nessie's references over its REST interface, version 2 ({@code /api/v2/trees}): what the Iceberg catalogue does not
 * offer, which are branches and their merge.
 */
final class NessieReferences {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();
    private final String trees;

    /** The references of the Nessie at an address that ends in {@code /api/v2}. */
    NessieReferences(String uri) {
        trees = uri + "/trees";
    }

    /** The hash at a branch's head; empty when there is no such branch. */
    Optional<String> head(String branch) {
        var answer = call("read branch " + branch, "GET", "/" + encoded(branch), null);
        if (answer.status == 404) {
            return Optional.empty();
        }
        return Optional.of(answer.accepted().path("reference").path("hash").asText());
    }

    void create(String branch, String from, String hash) {
        var query = "?type=BRANCH&name=" + encoded(branch);
        var body = Map.of("type", "BRANCH", "name", from, "hash", hash);
        call("create branch " + branch, "POST", query, body).accepted();
    }

    /**
     * Merges a branch into another in one commit.
     *
     * @throws PublicationConflictException when both changed the same tables
     * @throws UnansweredException when it is not known whether it was merged
     */
    void merge(String branch, String hash, String into, String base, String message) {
        var body = Map.of("fromRefName", branch, "fromHash", hash, "message", message);
        var answer = call(
                "merge branch " + branch + " into " + into,
                "POST",
                "/" + encoded(into + "@" + base) + "/history/merge",
                body);
        if (answer.status == 409
                || (answer.status == 200 && !answer.json.path("wasApplied").asBoolean())) {
            throw new PublicationConflictException("another run published to " + into
                    + " since this one started, so nothing of this one was published; start it again ("
                    + answer.json.path("message").asText("not applied") + ")");
        }
        answer.accepted();
    }

    /** Whether a branch has a commit of this message after another of its commits. */
    boolean hasCommit(String branch, String after, String message) {
        var token = "";
        do {
            var query = "?limit-hash=" + encoded(after) + (token.isEmpty() ? "" : "&page-token=" + encoded(token));
            var page = call("read history of " + branch, "GET", "/" + encoded(branch) + "/history" + query, null)
                    .accepted();
            for (var entry : page.path("logEntries")) {
                var found = entry.path("commitMeta").path("message").asText();
                if (found.lines().findFirst().orElse("").equals(message)) {
                    return true;
                }
            }
            token = page.path("hasMore").asBoolean() ? page.path("token").asText() : "";
        } while (!token.isEmpty());
        return false;
    }

    void delete(String branch, String hash) {
        var answer = call("delete branch " + branch, "DELETE", "/" + encoded(branch + "@" + hash), null);
        if (answer.status != 404) {
            answer.accepted();
        }
    }

    private Answer call(String action, String method, String path, @Nullable Map<String, String> body) {
        try {
            var request = HttpRequest.newBuilder(URI.create(trees + path))
                    .timeout(TIMEOUT)
                    .header("Content-Type", "application/json")
                    .method(
                            method,
                            body == null
                                    ? BodyPublishers.noBody()
                                    : BodyPublishers.ofString(JSON.writeValueAsString(body)))
                    .build();
            var response = http.send(request, BodyHandlers.ofString());
            return new Answer(action, response.statusCode(), json(response.body()));
        } catch (IOException e) {
            throw new UnansweredException("Nessie at " + trees + ": cannot " + action + ": " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PublicationException("interrupted while asking Nessie to " + action, e);
        }
    }

    private static JsonNode json(String body) {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException e) {
            return JSON.createObjectNode().put("message", body);
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private record Answer(String action, int status, JsonNode json) {
        JsonNode accepted() {
            if (status / 100 == 5) {
                throw new UnansweredException("Nessie failed to " + action + ": HTTP " + status + " "
                        + json.path("message").asText());
            }
            if (status / 100 != 2) {
                throw new PublicationException("Nessie refused to " + action + ": HTTP " + status + " "
                        + json.path("message").asText());
            }
            return json;
        }
    }
}
