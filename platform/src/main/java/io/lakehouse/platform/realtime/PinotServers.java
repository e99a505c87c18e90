package io.lakehouse.platform.realtime;

import io.lakehouse.platform.engine.rest.JsonRest;
import io.lakehouse.platform.engine.rest.RestException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The servers of a Pinot, which know what they hold and tell it to whom the controller names them. */
final class PinotServers {
    private PinotServers() {}

    /** The admin API of every server that the controller knows, whether it is up or not. */
    static List<JsonRest> of(JsonRest controller) throws RestException {
        var servers = new ArrayList<JsonRest>();
        for (var name : controller.get("/instances").path("instances")) {
            if (name.asText().startsWith("Server_")) {
                var server = controller.get("/instances/" + URLEncoder.encode(name.asText(), StandardCharsets.UTF_8));
                servers.add(new JsonRest("http://" + server.path("hostName").asText() + ":"
                        + server.path("adminPort").asText()));
            }
        }
        return servers;
    }
}
