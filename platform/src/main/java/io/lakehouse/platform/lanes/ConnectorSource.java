package io.lakehouse.platform.lanes;

import io.lakehouse.platform.capture.Connector;
import io.lakehouse.platform.engine.Failure;
import io.lakehouse.platform.engine.Home;
import io.lakehouse.platform.plan.Blueprint;
import io.lakehouse.platform.source.DatabaseAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where a connector finds its source, and the file that it reads the password from. */
record ConnectorSource(Blueprint blueprint, DatabaseAddress source) {
    /** Key of the password in its file. */
    static final String PASSWORD = "password";

    Path passwordFile(String pipeline) {
        return passwordFile(blueprint.home(), pipeline);
    }

    /** Removes the file of a pipeline's password. */
    static void forget(Home home, String pipeline) {
        try {
            Files.deleteIfExists(passwordFile(home, pipeline));
        } catch (IOException e) {
            throw new Failure("cannot remove the password of pipeline " + pipeline + ": " + e.getMessage(), e);
        }
    }

    private static Path passwordFile(Home home, String pipeline) {
        return home.secrets().resolve("source-" + pipeline + ".properties");
    }

    Connector.SourceAddress address(String pipeline) {
        return new Connector.SourceAddress(
                source.host(),
                source.port(),
                source.database(),
                source.user(),
                passwordFile(pipeline),
                PASSWORD,
                source.tls());
    }
}
