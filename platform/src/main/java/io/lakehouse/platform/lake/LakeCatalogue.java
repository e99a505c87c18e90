package io.lakehouse.platform.lake;

import io.lakehouse.platform.engine.rest.Endpoint;
import io.lakehouse.platform.engine.rest.JsonRest;
import io.lakehouse.platform.engine.rest.RestException;
import java.net.HttpURLConnection;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** The tables of the lake as Nessie knows them, on one branch. */
public final class LakeCatalogue {
    private final JsonRest nessie;
    private final String branch;

    /**
     * The tables on a branch.
     *
     * @param endpoint Nessie, without {@code /api}
     */
    public LakeCatalogue(Endpoint endpoint, String branch) {
        this.nessie = new JsonRest(new Endpoint(endpoint.url() + "/api/v2", endpoint.ca(), endpoint.login()));
        this.branch = branch;
    }

    /** Whether there is such a table. */
    public boolean has(String namespace, String table) throws RestException {
        try {
            nessie.get("/trees/" + encoded(branch) + "/contents/" + encoded(namespace + "." + table));
            return true;
        } catch (RestException e) {
            if (e.status() == HttpURLConnection.HTTP_NOT_FOUND) {
                return false;
            }
            throw e;
        }
    }

    /** Drops a table in one commit; its files stay in the store. One that is not there is fine. */
    public void drop(String namespace, String table) throws RestException {
        if (!has(namespace, table)) {
            return;
        }
        var reference = nessie.get("/trees/" + encoded(branch)).path("reference");
        var body = JsonRest.JSON.createObjectNode();
        body.putObject("commitMeta").put("message", "drop " + namespace + "." + table);
        var operation = body.putArray("operations").addObject().put("type", "DELETE");
        operation.putObject("key").putArray("elements").add(namespace).add(table);
        nessie.post("/trees/" + encoded(branch + "@" + reference.path("hash").asText()) + "/history/commit", body);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
