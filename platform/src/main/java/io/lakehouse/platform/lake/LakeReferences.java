package io.lakehouse.platform.lake;

import com.fasterxml.jackson.databind.JsonNode;
import io.lakehouse.platform.engine.rest.Endpoint;
import io.lakehouse.platform.engine.rest.JsonRest;
import io.lakehouse.platform.engine.rest.RestException;
import java.net.HttpURLConnection;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The history of the lake's published branch, and the tags that name points of it. */
public final class LakeReferences {
    private final JsonRest nessie;
    private final String branch;

    /**
     * The references of a lake.
     *
     * @param endpoint Nessie, without {@code /api}
     * @param branch the branch that runs publish to
     */
    public LakeReferences(Endpoint endpoint, String branch) {
        this.nessie = new JsonRest(new Endpoint(endpoint.url() + "/api/v2", endpoint.ca(), endpoint.login()));
        this.branch = branch;
    }

    /**
     * A name for one state of all tables.
     *
     * @param name the name
     * @param hash the commit that made the state
     */
    public record Tag(String name, String hash) {}

    /**
     * A commit of the branch.
     *
     * @param hash its hash
     * @param message what was done
     * @param time when it was made
     */
    public record Commit(String hash, String message, Instant time) {}

    /** The newest commit whose message begins so; empty when there is none. */
    public Optional<Commit> commitOf(String message) throws RestException {
        return newest(
                "commit.message.startsWith('" + message.replace("\\", "\\\\").replace("'", "\\'") + "')");
    }

    /** The newest commit at a moment; empty before the first. */
    public Optional<Commit> commitAt(Instant moment) throws RestException {
        return newest("timestamp(commit.commitTime) <= timestamp('" + moment + "')");
    }

    /** All tags, by name. */
    public List<Tag> tags() throws RestException {
        return named("TAG").stream().map(LakeReferences::tag).toList();
    }

    /** Names of the branches whose names begin so. */
    public List<String> branches(String prefix) throws RestException {
        return named("BRANCH").stream()
                .map(reference -> reference.path("name").asText())
                .filter(name -> name.startsWith(prefix))
                .toList();
    }

    /** Takes a branch away, with what it holds that no other reference does. One that is not there is fine. */
    public void deleteBranch(String name) throws RestException {
        try {
            var found = nessie.get("/trees/" + encoded(name)).path("reference");
            nessie.delete("/trees/" + encoded(name + "@" + found.path("hash").asText()));
        } catch (RestException e) {
            if (e.status() != HttpURLConnection.HTTP_NOT_FOUND) {
                throw e;
            }
        }
    }

    /** References of a type, by name. */
    private List<JsonNode> named(String type) throws RestException {
        var references = new ArrayList<JsonNode>();
        var token = "";
        do {
            var page = nessie.get("/trees?filter=" + encoded("refType == '" + type + "'")
                    + (token.isEmpty() ? "" : "&page-token=" + encoded(token)));
            page.path("references").forEach(references::add);
            token = page.path("hasMore").asBoolean() ? page.path("token").asText() : "";
        } while (!token.isEmpty());
        return references;
    }

    /** The tag of a name; empty when there is none. */
    public Optional<Tag> tag(String name) throws RestException {
        try {
            var reference = nessie.get("/trees/" + encoded(name)).path("reference");
            return reference.path("type").asText().equals("TAG") ? Optional.of(tag(reference)) : Optional.empty();
        } catch (RestException e) {
            if (e.status() == HttpURLConnection.HTTP_NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** Names a commit of the branch. */
    public void create(Tag tag) throws RestException {
        nessie.post(
                "/trees?type=TAG&name=" + encoded(tag.name()),
                Map.of("type", "BRANCH", "name", branch, "hash", tag.hash()));
    }

    /** Takes a name away; the commit stays. */
    public void delete(Tag tag) throws RestException {
        nessie.delete("/trees/" + encoded(tag.name() + "@" + tag.hash()));
    }

    private Optional<Commit> newest(String filter) throws RestException {
        var page = nessie.get("/trees/" + encoded(branch) + "/history?max-records=1&filter=" + encoded(filter));
        var entries = page.path("logEntries");
        if (entries.isEmpty()) {
            return Optional.empty();
        }
        var commit = entries.get(0).path("commitMeta");
        return Optional.of(new Commit(
                commit.path("hash").asText(),
                commit.path("message").asText(),
                Instant.parse(commit.path("commitTime").asText())));
    }

    private static Tag tag(JsonNode reference) {
        return new Tag(reference.path("name").asText(), reference.path("hash").asText());
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
