package io.lakehouse.journeys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;

/** The platform goes down and up again, and in the end leaves nothing behind. */
@Order(6)
@ExtendWith(RaisedLakehouse.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DownAndUpIT {
    private final Lakehouse lakehouse;

    DownAndUpIT(Lakehouse lakehouse) {
        this.lakehouse = lakehouse;
    }

    @Test
    @Order(1)
    void a_killed_supervisor_takes_its_engines_along_and_up_starts_anew_with_all_data() throws IOException {
        var supervisor = lakehouse.status().path("engines").get(0).path("pid").asLong();
        var parent = ProcessHandle.of(supervisor).flatMap(ProcessHandle::parent).orElseThrow();
        parent.destroyForcibly();
        await("the engines end with their supervisor")
                .atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(lakehouse.processes()).isEmpty());

        lakehouse.run(Duration.ofMinutes(8), "up").succeeded();

        new Stores(lakehouse).agree();
    }

    @Test
    @Order(2)
    void down_and_up_keep_everything_beside_a_pipeline_that_cannot_be_applied() throws IOException {
        var versions = count("trino", "SELECT COUNT(*) AS n FROM nessie.\"default\".source_sales_scd2_iceberg");
        var changes = count("pinot", "SELECT COUNT(*) AS n FROM sales_history_3");
        lakehouse.run(Duration.ofMinutes(4), "down").succeeded();
        assertThat(lakehouse.processes()).isEmpty();
        assertThat(openPorts()).isEmpty();

        var away = lakehouse.work().resolve("checkout/pipelines/away.yaml");
        Files.writeString(
                away,
                "{name: away, source: {host: 127.0.0.1, database: d, user: u, password: {file: none}}, tables: [{table: t}]}");
        var up = lakehouse.run(Duration.ofMinutes(8), "up");
        assertThat(up.exitCode()).as(up.output()).isEqualTo(1);
        assertThat(up.output()).contains("the platform is up, but pipeline away cannot be applied: ");
        assertThat(lakehouse.status().path("platform").asText()).isEqualTo("ready");
        Files.delete(away);

        assertThat(count("trino", "SELECT COUNT(*) AS n FROM nessie.\"default\".source_sales_scd2_iceberg"))
                .isEqualTo(versions);
        await().atMost(Duration.ofMinutes(1))
                .untilAsserted(() -> assertThat(count("pinot", "SELECT COUNT(*) AS n FROM sales_history_3"))
                        .isEqualTo(changes));
        new Stores(lakehouse).agree();
    }

    @Test
    @Order(3)
    void down_with_purge_leaves_nothing() {
        lakehouse.run(Duration.ofMinutes(4), "down", "--purge").succeeded();

        assertThat(lakehouse.processes()).isEmpty();
        assertThat(openPorts()).isEmpty();
        assertThat(lakehouse.work().resolve("checkout/.lakehouse")).doesNotExist();
    }

    private String count(String engine, String sql) {
        return lakehouse.query(engine, sql).get(0).path("n").asText();
    }

    /** Those of the catalogue's ports, moved by the offset, on which something listens. */
    private static List<Integer> openPorts() {
        var open = new ArrayList<Integer>();
        for (var port : ports()) {
            try (var socket = new Socket(InetAddress.getLoopbackAddress(), port + Lakehouse.PORT_OFFSET)) {
                open.add(socket.getPort());
            } catch (IOException e) {
                // Refused: nothing listens there.
            }
        }
        return open;
    }

    private static List<Integer> ports() {
        try (var lines = Files.lines(Path.of(System.getProperty("lakehouse.sources"), "engines.yaml"))) {
            var ports = lines.filter(line -> line.strip().startsWith("ports: {"))
                    .flatMap(line -> Pattern.compile(": (\\d+)").matcher(line).results())
                    .map(port -> Integer.parseInt(port.group(1)))
                    .toList();
            assertThat(ports).hasSizeGreaterThan(10);
            return ports;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
