package io.lakehouse.lake.publish;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lakehouse.contract.job.LakeAddress;
import io.lakehouse.contract.job.LakeCredentials;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.iceberg.catalog.TableIdentifier;
import org.jspecify.annotations.Nullable;

/**
 * Nessie's references over its REST interface, version 2 ({@code /api/v2/trees}): what the Iceberg catalogue does not
 * offer, which are branches and their merge, and what each of all references still needs.
 */
public final class NessieReferences {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();
    private final String trees;
    private final Optional<String> authorization;

    /**
     * The references of a lake's Nessie.
     *
     * @throws java.io.UncheckedIOException when the file with the login to it cannot be read
     */
    public NessieReferences(LakeAddress lake) {
        trees = lake.nessieUri() + "/trees";
        authorization = LakeCredentials.of(lake).authorization();
    }

    /**
     * A branch or tag, or a point of a branch's history.
     *
     * @param name its name
     * @param hash the commit that it stands at
     * @param isTag whether it is a tag, which never moves
     */
    public record Reference(String name, String hash, boolean isTag) {}

    /**
     * A table as a reference has it.
     *
     * @param metadata location of its metadata file
     * @param snapshot id of its current snapshot there; -1 when it has none
     */
    public record TableState(String metadata, long snapshot) {}

    /** All branches and tags. */
    public List<Reference> all() {
        var found = new ArrayList<Reference>();
        var token = "";
        do {
            var page = call("list the references", "GET", token.isEmpty() ? "" : "?page-token=" + encoded(token), null)
                    .accepted();
            page.path("references")
                    .forEach(reference -> found.add(new Reference(
                            reference.path("name").asText(),
                            reference.path("hash").asText(),
                            reference.path("type").asText().equals("TAG"))));
            token = page.path("hasMore").asBoolean() ? page.path("token").asText() : "";
        } while (!token.isEmpty());
        return found;
    }

    /** Where a branch stood at a moment; empty when it had no commit then. */
    public Optional<Reference> at(String branch, Instant moment) {
        var query = "?max-records=1&filter=" + encoded("timestamp(commit.commitTime) <= timestamp('" + moment + "')");
        var page = call("read history of " + branch, "GET", "/" + encoded(branch) + "/history" + query, null)
                .accepted();
        var entries = page.path("logEntries");
        return entries.isEmpty()
                ? Optional.empty()
                : Optional.of(new Reference(
                        branch, entries.get(0).path("commitMeta").path("hash").asText(), false));
    }

    /** Those of some tables that a reference has, by name. */
    public Map<TableIdentifier, TableState> tables(Reference reference, Collection<TableIdentifier> wanted) {
        var keys = wanted.stream()
                .map(table -> Map.of(
                        "elements",
                        Stream.concat(Arrays.stream(table.namespace().levels()), Stream.of(table.name()))
                                .toList()))
                .toList();
        var path = "/" + encoded(reference.name() + "@" + reference.hash()) + "/contents";
        var contents = call("read tables of " + reference.name(), "POST", path, Map.of("requestedKeys", keys))
                .accepted()
                .path("contents");
        var found = new HashMap<TableIdentifier, TableState>();
        for (var entry : contents) {
            var elements = new ArrayList<String>();
            entry.path("key").path("elements").forEach(element -> elements.add(element.asText()));
            var content = entry.path("content");
            if (content.path("type").asText().equals("ICEBERG_TABLE")) {
                found.put(
                        TableIdentifier.of(elements.toArray(String[]::new)),
                        new TableState(
                                content.path("metadataLocation").asText(),
                                content.path("snapshotId").asLong(-1)));
            }
        }
        return found;
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

    /** Deletes a branch; one that is gone already is no failure. */
    public void delete(String branch, String hash) {
        var answer = call("delete branch " + branch, "DELETE", "/" + encoded(branch + "@" + hash), null);
        if (answer.status != 404) {
            answer.accepted();
        }
    }

    private Answer call(String action, String method, String path, @Nullable Map<String, ?> body) {
        try {
            var request = HttpRequest.newBuilder(URI.create(trees + path))
                    .timeout(TIMEOUT)
                    .header("Content-Type", "application/json")
                    .method(
                            method,
                            body == null
                                    ? BodyPublishers.noBody()
                                    : BodyPublishers.ofString(JSON.writeValueAsString(body)));
            authorization.ifPresent(login -> request.header("Authorization", login));
            var response = http.send(request.build(), BodyHandlers.ofString());
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
