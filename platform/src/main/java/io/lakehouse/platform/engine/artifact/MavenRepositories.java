package io.lakehouse.platform.engine.artifact;

import io.lakehouse.platform.engine.Coordinates;
import io.lakehouse.platform.engine.Failure;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.maven.model.building.DefaultModelProcessor;
import org.apache.maven.model.io.DefaultModelReader;
import org.apache.maven.model.locator.DefaultModelLocator;
import org.apache.maven.model.superpom.DefaultSuperPomProvider;
import org.apache.maven.repository.internal.MavenRepositorySystemUtils;
import org.apache.maven.settings.Settings;
import org.eclipse.aether.DefaultRepositorySystemSession;
import org.eclipse.aether.RepositorySystem;
import org.eclipse.aether.RepositorySystemSession;
import org.eclipse.aether.artifact.Artifact;
import org.eclipse.aether.artifact.DefaultArtifact;
import org.eclipse.aether.repository.LocalRepository;
import org.eclipse.aether.repository.Proxy;
import org.eclipse.aether.repository.RemoteRepository;
import org.eclipse.aether.resolution.ArtifactDescriptorPolicy;
import org.eclipse.aether.spi.connector.layout.RepositoryLayout;
import org.eclipse.aether.spi.connector.layout.RepositoryLayoutFactory;
import org.eclipse.aether.spi.connector.layout.RepositoryLayoutProvider;
import org.eclipse.aether.spi.connector.transport.Transporter;
import org.eclipse.aether.spi.connector.transport.TransporterFactory;
import org.eclipse.aether.spi.connector.transport.TransporterProvider;
import org.eclipse.aether.supplier.RepositorySystemSupplier;
import org.eclipse.aether.transfer.NoRepositoryLayoutException;
import org.eclipse.aether.transfer.NoTransporterException;
import org.eclipse.aether.util.repository.AuthenticationBuilder;
import org.eclipse.aether.util.repository.DefaultAuthenticationSelector;
import org.eclipse.aether.util.repository.DefaultMirrorSelector;
import org.eclipse.aether.util.repository.DefaultProxySelector;
import org.eclipse.aether.util.repository.JreProxySelector;
import org.eclipse.aether.util.repository.SimpleArtifactDescriptorPolicy;

/**
 * Maven's resolver with this machine's settings. The repositories are those of the settings' active profiles and of
 * Maven's own super POM, as for a build without any of its own; mirrors, proxies and credentials apply to them.
 */
final class MavenRepositories implements AutoCloseable {
    private final Suppliers suppliers = new Suppliers();
    private final RepositorySystem system = suppliers.get();
    private final DefaultRepositorySystemSession session;
    private final List<RemoteRepository> remotes;

    MavenRepositories(MavenSettings maven, boolean offline) {
        session = MavenRepositorySystemUtils.newSession();
        session.setOffline(offline || maven.offline());
        session.setSystemProperties(properties());
        // A missing POM or parent is an error. An invalid POM is none, nor is it for Maven: old ones name tools.jar.
        session.setArtifactDescriptorPolicy(
                new SimpleArtifactDescriptorPolicy(ArtifactDescriptorPolicy.IGNORE_INVALID));
        // A repository that some dependency's POM names is not one that the user chose to trust.
        session.setIgnoreArtifactDescriptorRepositories(true);
        var settings = maven.settings();
        addMirrors(settings);
        addProxies(settings);
        addCredentials(settings);
        session.setLocalRepositoryManager(system.newLocalRepositoryManager(
                session, new LocalRepository(maven.localRepository().toFile())));
        remotes = system.newResolutionRepositories(session, declared(settings));
    }

    RepositorySystem system() {
        return system;
    }

    RepositorySystemSession session() {
        return session;
    }

    List<RemoteRepository> remotes() {
        return remotes;
    }

    boolean offline() {
        return session.isOffline();
    }

    /** Maven's cache. */
    Path localRepository() {
        return session.getLocalRepository().getBasedir().toPath();
    }

    /** Where an artifact stands in the cache, or would. */
    Path cached(Coordinates coordinates) {
        return localRepository()
                .resolve(session.getLocalRepositoryManager().getPathForLocalArtifact(artifact(coordinates)));
    }

    RepositoryLayout layout(RemoteRepository remote) {
        try {
            return suppliers.layouts().newRepositoryLayout(session, remote);
        } catch (NoRepositoryLayoutException e) {
            throw new Failure("Maven's settings: repository " + remote.getId() + " has an unknown layout", e);
        }
    }

    Transporter transporter(RemoteRepository remote) {
        if (remote.isBlocked()) {
            throw new Failure(
                    "Maven's settings block repository " + remote.getId() + "; unblock it or name a mirror there");
        }
        try {
            return suppliers.transporters().newTransporter(session, remote);
        } catch (NoTransporterException e) {
            throw new Failure(
                    "Maven's settings: repository " + remote.getId() + " has no address over http or file", e);
        }
    }

    static Artifact artifact(Coordinates coordinates) {
        return new DefaultArtifact(
                coordinates.group(),
                coordinates.artifact(),
                coordinates.classifier(),
                coordinates.extension(),
                coordinates.version());
    }

    @Override
    public void close() {
        system.shutdown();
    }

    /** Profiles of POMs are chosen by these: the same on every machine, so that the lock is, too. */
    private static Map<String, String> properties() {
        var properties = new HashMap<String, String>();
        System.getProperties().forEach((name, value) -> properties.put(name.toString(), value.toString()));
        properties.putAll(Map.of("java.version", "17.0.0", "os.name", "Linux", "os.arch", "amd64"));
        return properties;
    }

    private void addMirrors(Settings settings) {
        var selector = new DefaultMirrorSelector();
        for (var mirror : settings.getMirrors()) {
            selector.add(
                    mirror.getId(),
                    mirror.getUrl(),
                    mirror.getLayout(),
                    false,
                    mirror.isBlocked(),
                    mirror.getMirrorOf(),
                    mirror.getMirrorOfLayouts());
        }
        session.setMirrorSelector(selector);
    }

    private void addProxies(Settings settings) {
        if (settings.getProxies().isEmpty()) {
            session.setProxySelector(new JreProxySelector());
            return;
        }
        var selector = new DefaultProxySelector();
        for (var proxy : settings.getProxies()) {
            if (proxy.isActive()) {
                var authentication = new AuthenticationBuilder()
                        .addUsername(proxy.getUsername())
                        .addPassword(proxy.getPassword())
                        .build();
                selector.add(
                        new Proxy(proxy.getProtocol(), proxy.getHost(), proxy.getPort(), authentication),
                        proxy.getNonProxyHosts());
            }
        }
        session.setProxySelector(selector);
    }

    private void addCredentials(Settings settings) {
        var selector = new DefaultAuthenticationSelector();
        for (var server : settings.getServers()) {
            selector.add(
                    server.getId(),
                    new AuthenticationBuilder()
                            .addUsername(server.getUsername())
                            .addPassword(server.getPassword())
                            .addPrivateKey(server.getPrivateKey(), server.getPassphrase())
                            .build());
        }
        session.setAuthenticationSelector(selector);
    }

    /** As in Maven, a repository of the settings takes the place of the super POM's with the same id. */
    private static List<RemoteRepository> declared(Settings settings) {
        var byId = new LinkedHashMap<String, RemoteRepository>();
        for (var profile : settings.getProfiles()) {
            var activation = profile.getActivation();
            if (settings.getActiveProfiles().contains(profile.getId())
                    || activation != null && activation.isActiveByDefault()) {
                profile.getRepositories()
                        .forEach(it -> byId.putIfAbsent(it.getId(), remote(it.getId(), it.getLayout(), it.getUrl())));
            }
        }
        var processor = new DefaultModelProcessor()
                .setModelLocator(new DefaultModelLocator())
                .setModelReader(new DefaultModelReader());
        new DefaultSuperPomProvider()
                .setModelProcessor(processor)
                .getSuperModel("4.0.0")
                .getRepositories()
                .forEach(it -> byId.putIfAbsent(it.getId(), remote(it.getId(), it.getLayout(), it.getUrl())));
        return new ArrayList<>(byId.values());
    }

    private static RemoteRepository remote(String id, String layout, String url) {
        return new RemoteRepository.Builder(id, layout, url).build();
    }

    /** Keeps the two parts of the resolver that a download of known artifacts needs. */
    private static final class Suppliers extends RepositorySystemSupplier {
        private final List<TransporterProvider> transporters = new ArrayList<>();
        private final List<RepositoryLayoutProvider> layouts = new ArrayList<>();

        TransporterProvider transporters() {
            return transporters.get(0);
        }

        RepositoryLayoutProvider layouts() {
            return layouts.get(0);
        }

        @Override
        protected TransporterProvider getTransporterProvider(Map<String, TransporterFactory> factories) {
            transporters.add(super.getTransporterProvider(factories));
            return transporters.get(0);
        }

        @Override
        protected RepositoryLayoutProvider getRepositoryLayoutProvider(Map<String, RepositoryLayoutFactory> factories) {
            layouts.add(super.getRepositoryLayoutProvider(factories));
            return layouts.get(0);
        }
    }
}
