package io.lakehouse.platform.lanes;

import io.lakehouse.platform.engine.DelegatingEngine;
import io.lakehouse.platform.engine.Engine;
import io.lakehouse.platform.engine.Launch;
import io.lakehouse.platform.engine.rest.Certificates;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;

/** An S3 store as somebody else runs it, which talks TLS only, and a Nessie over it that knows to be behind another server. */
record SecuredLakeEngine(Engine engine, Certificates certificates) implements DelegatingEngine {
    @Override
    public Launch prepare() throws Exception {
        var launch = engine.prepare();
        if (name().equals("s3")) {
            var file = Path.of(launch.command().get(launch.command().size() - 1));
            Files.writeString(
                    file,
                    Files.readString(file)
                                    .replaceAll("(?m)^s3proxy\\.endpoint=http\\b", "s3proxy.secure-endpoint=https")
                            + "s3proxy.keystore-path=" + certificates.keyStore() + "\n"
                            + "s3proxy.keystore-password=" + Certificates.PASSWORD + "\n");
        } else if (name().equals("nessie")) {
            var file = launch.directory().resolve("config/application.properties");
            Files.writeString(
                    file,
                    Files.readString(file).replaceAll("(?m)^(nessie\\..*\\.endpoint=)http\\b", "$1https")
                            + "quarkus.http.proxy.proxy-address-forwarding=true\n"
                            + "quarkus.http.proxy.enable-forwarded-host=true\n");
        }
        return launch;
    }

    @Override
    public void probe() throws Exception {
        if (name().equals("s3")) {
            try (var socket = new Socket("127.0.0.1", ports().get("s3"))) {
                socket.getOutputStream();
            }
        } else {
            engine.probe();
        }
    }
}
