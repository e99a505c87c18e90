package io.lakehouse.platform.engine.artifact;

import io.lakehouse.platform.engine.Failure;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.maven.settings.Settings;
import org.apache.maven.settings.building.DefaultSettingsBuilderFactory;
import org.apache.maven.settings.building.DefaultSettingsBuildingRequest;
import org.apache.maven.settings.building.SettingsBuildingException;
import org.apache.maven.settings.crypto.DefaultSettingsDecrypter;
import org.apache.maven.settings.crypto.DefaultSettingsDecryptionRequest;
import org.sonatype.plexus.components.cipher.DefaultPlexusCipher;
import org.sonatype.plexus.components.sec.dispatcher.DefaultSecDispatcher;

/**
 * What this machine's Maven is told: its cache, mirrors, proxies and credentials. Where Maven gets its artifacts, the
 * platform gets them too; nothing of it is repeated here.
 *
 * @param settings the merged settings, passwords decrypted
 * @param localRepository Maven's cache of artifacts
 */
public record MavenSettings(Settings settings, Path localRepository) {

    /**
     * Those of the user who runs this: {@code ~/.m2/settings.xml}, over those of the Maven on the path; the system
     * property {@code maven.repo.local} names another cache.
     *
     * @throws Failure when a settings file cannot be read
     */
    public static MavenSettings ofUser() {
        var maven = Path.of(System.getProperty("user.home"), ".m2");
        return load(
                maven.resolve("settings.xml"),
                globalSettings(),
                Optional.ofNullable(System.getProperty("maven.repo.local")).map(Path::of));
    }

    /**
     * Those of some files; a file that does not exist says nothing.
     *
     * @param user the user's settings
     * @param global settings below those of the user
     * @param localRepository cache to use instead of the one in the settings
     * @throws Failure when one of them cannot be read
     */
    public static MavenSettings load(Path user, Optional<Path> global, Optional<Path> localRepository) {
        var request = new DefaultSettingsBuildingRequest()
                .setUserSettingsFile(user.toFile())
                .setSystemProperties(System.getProperties());
        global.map(Path::toFile).ifPresent(request::setGlobalSettingsFile);
        try {
            var settings = new DefaultSettingsBuilderFactory()
                    .newInstance()
                    .build(request)
                    .getEffectiveSettings();
            decrypt(settings, user.resolveSibling("settings-security.xml"));
            var cache = localRepository
                    .or(() -> Optional.ofNullable(settings.getLocalRepository()).map(Path::of))
                    .orElse(user.resolveSibling("repository"));
            return new MavenSettings(settings, cache.toAbsolutePath().normalize());
        } catch (SettingsBuildingException e) {
            var problem = e.getProblems().get(0);
            throw new Failure("cannot read Maven's settings " + problem.getLocation() + ": " + problem.getMessage(), e);
        }
    }

    /** Whether Maven is told to stay off the network. */
    public boolean offline() {
        return settings.isOffline();
    }

    private static void decrypt(Settings settings, Path security) {
        var dispatcher = new DefaultSecDispatcher(new DefaultPlexusCipher());
        dispatcher.setConfigurationFile(security.toString());
        var result = new DefaultSettingsDecrypter(dispatcher).decrypt(new DefaultSettingsDecryptionRequest(settings));
        settings.setServers(result.getServers());
        settings.setProxies(result.getProxies());
    }

    private static Optional<Path> globalSettings() {
        var homes = Stream.of("MAVEN_HOME", "M2_HOME")
                .map(System::getenv)
                .filter(home -> home != null && !home.isEmpty())
                .map(Path::of);
        return Stream.concat(homes, mavenOnThePath().stream())
                .map(home -> home.resolve("conf").resolve("settings.xml"))
                .filter(Files::isReadable)
                .findFirst();
    }

    private static Optional<Path> mavenOnThePath() {
        return Stream.of(Optional.ofNullable(System.getenv("PATH")).orElse("").split(File.pathSeparator))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, "mvn"))
                .filter(Files::isExecutable)
                .findFirst()
                .flatMap(MavenSettings::homeOf);
    }

    private static Optional<Path> homeOf(Path mvn) {
        try {
            return Optional.ofNullable(mvn.toRealPath().getParent()).map(Path::getParent);
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
