package io.lakehouse.lake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What Nessie tells of its references, in texts. */
final class NessieLog {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final NessieServer nessie;

    NessieLog(NessieServer nessie) {
        this.nessie = nessie;
    }

    /** Messages of main's commits, the newest first. */
    List<String> commits() throws IOException, InterruptedException {
        return texts(nessie.get("/trees/main/history"), "logEntries", "/commitMeta/message");
    }

    /** Names of all branches and tags. */
    List<String> references() throws IOException, InterruptedException {
        return texts(nessie.get("/trees"), "references", "/name");
    }

    private static List<String> texts(String answer, String list, String pointer) throws IOException {
        var texts = new ArrayList<String>();
        for (JsonNode entry : JSON.readTree(answer).path(list)) {
            texts.add(entry.at(pointer).asText());
        }
        return texts;
    }
}
