package io.lakehouse.platform.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MachineCheckTest {
    private static final Coordinates TOOL = Coordinates.parse("org.example:tool:1.0");

    @TempDir
    Path folder;

    @Test
    void aHeldPortIsAProblemThatNamesTheHolder() throws IOException {
        try (var listener = new ServerSocket(0, 1, InetAddress.getByName(Site.HOST))) {
            var port = listener.getLocalPort();

            var findings = check(port - 100, 100, 1, 17).findings(List.of("tool"), Map.of());

            assertThat(finding(findings, "port " + port + " (tool rest)").level())
                    .isEqualTo(Finding.Level.PROBLEM);
            assertThat(finding(findings, "port " + port + " (tool rest)").message())
                    .contains("pid " + ProcessHandle.current().pid())
                    .contains("--port-offset");
        }
    }

    @Test
    void moreMemoryThanThereIsIsAProblem() {
        var findings = check(1, 0, Integer.MAX_VALUE, 17).findings(List.of("tool"), Map.of());

        assertThat(finding(findings, "memory").level()).isEqualTo(Finding.Level.PROBLEM);
        assertThat(finding(findings, "memory").message()).contains("MiB needed").contains("leave engines out");
    }

    @Test
    void moreDiskThanThereIsIsAProblemThatNamesTheFolder() {
        var findings = check(1, 0, 1, 17).findings(List.of("tool"), Map.of(folder.resolve("cache"), Long.MAX_VALUE));

        assertThat(finding(findings, "disk of " + folder.resolve("cache")).level())
                .isEqualTo(Finding.Level.PROBLEM);
    }

    @Test
    void aMissingJdkIsAProblemThatNamesItsVariable() {
        var findings = check(1, 0, 1, 999).findings(List.of("tool"), Map.of());

        assertThat(finding(findings, "JDK 999").message()).contains("LAKEHOUSE_JDK_999");
    }

    @Test
    void whatIsAsItShouldBeIsSaidToo() {
        var release = Runtime.version().feature();

        var findings = check(1, 0, 1, release).findings(List.of("tool"), Map.of(folder, 1L));

        assertThat(List.of("system", "JDK " + release, "memory", "disk of " + folder))
                .allSatisfy(
                        check -> assertThat(finding(findings, check).level()).isEqualTo(Finding.Level.OK));
    }

    private MachineCheck check(int port, int offset, int memory, int jdk) {
        var bundle = new Bundle("tool", "1.0", Map.of(Bundle.ANY, List.of(TOOL)), List.of(), true, Optional.empty());
        var engine = new EngineEntry("tool", jdk, Map.of("rest", port), List.of(), memory);
        return new MachineCheck(
                new Catalogue(Map.of("tool", bundle), Map.of("tool", engine)),
                new Home(folder, offset),
                Jdks.ofMachine());
    }

    private static Finding finding(List<Finding> findings, String check) {
        return findings.stream()
                .filter(finding -> finding.check().equals(check))
                .findFirst()
                .orElseThrow();
    }
}
