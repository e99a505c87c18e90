package io.lakehouse.platform.lanes;

import io.lakehouse.platform.capture.Connector;
import io.lakehouse.platform.plan.Blueprint;
import io.lakehouse.platform.source.DatabaseAddress;
import java.nio.file.Path;

/** Where a connector finds its source, and the file that it reads the password from. */
record ConnectorSource(Blueprint blueprint, DatabaseAddress source) {
    /** Key of the password in its file. */
    static final String PASSWORD = "password";

    Path passwordFile(String pipeline) {
        return blueprint.home().secrets().resolve("source-" + pipeline + ".properties");
    }

    Connector.SourceAddress address(String pipeline) {
        return new Connector.SourceAddress(
                source.host(), source.port(), source.database(), source.user(), passwordFile(pipeline), PASSWORD);
    }
}
