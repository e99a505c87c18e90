package io.lakehouse.platform.realtime;

import io.lakehouse.platform.engine.Site;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** The properties file of a Pinot node. Every address in it is a loopback address. */
final class PinotProperties {
    private static final String CLUSTER = "lakehouse";

    private final Site site;
    private final Map<String, String> properties = new LinkedHashMap<>();

    PinotProperties(Site site) {
        this.site = site;
    }

    Map<String, String> all() {
        cluster();
        controller();
        broker();
        server();
        return properties;
    }

    private void cluster() {
        properties.put("lakehouse.zookeeper.port", port("zookeeper"));
        properties.put("lakehouse.zookeeper.dir", folder("zookeeper"));
        properties.put("lakehouse.query.default.limit", Integer.toString(PinotAnswer.DEFAULT_LIMIT));
        // A restart does not wait for it, since the node closes stored sessions; so it is long, and a machine that is
        // short of processors for some seconds loses no instance.
        properties.put("system.zk.session.timeout", "30000");
        properties.put("pinot.cluster.name", CLUSTER);
        properties.put("pinot.zk.server", site.address("zookeeper"));
    }

    private void controller() {
        properties.put("controller.helix.cluster.name", CLUSTER);
        properties.put("controller.zk.str", site.address("zookeeper"));
        properties.put("controller.host", Site.HOST);
        properties.put("controller.vip.host", Site.HOST);
        properties.put("controller.vip.port", port("controller"));
        listener("controller", "controller");
        properties.put("controller.data.dir", folder("controller"));
        properties.put("controller.local.temp.dir", folder("controller-temporary"));
        // Deleted tables are gone at once: the platform deletes only what it can make again from Kafka or the source.
        properties.put("controller.deleted.segments.retentionInDays", "0");
    }

    private void broker() {
        properties.put("pinot.broker.hostname", Site.HOST);
        listener("pinot.broker.client", "broker");
        properties.put("pinot.broker.delayShutdownTimeMs", "0");
    }

    private void server() {
        properties.put("pinot.server.netty.host", Site.HOST);
        properties.put("pinot.server.netty.port", port("server"));
        listener("pinot.server.adminapi", "server-admin");
        properties.put("pinot.server.grpc.enable", "true");
        properties.put("pinot.server.grpc.port", port("server-grpc"));
        properties.put("pinot.server.instance.dataDir", folder("server"));
        properties.put("pinot.server.instance.segmentTarDir", folder("server-archives"));
        // Version 4 carries NULL; so a query can tell it from a type's default value.
        properties.put("pinot.server.instance.currentDataTableVersion", "4");
        properties.put("pinot.server.startup.serviceStatusCheckIntervalMs", "200");
        properties.put("pinot.server.shutdown.enableQueryCheck", "false");
    }

    /** Pinot's plain port settings bind to every address; a protocol of its own can be given a host. */
    private void listener(String prefix, String port) {
        properties.put(prefix + ".access.protocols", "http");
        properties.put(prefix + ".access.protocols.http.host", Site.HOST);
        properties.put(prefix + ".access.protocols.http.port", port(port));
    }

    private String port(String name) {
        return Integer.toString(site.port(name));
    }

    private String folder(String name) {
        Path folder = site.data().resolve(name);
        return folder.toString();
    }
}
