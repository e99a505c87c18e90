package io.lakehouse.platform.plan;

import io.lakehouse.platform.realtime.PinotRelease;
import io.lakehouse.platform.stream.Topics.Topic;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The script that sets up Pinot's tables and their topics without the platform: bash, curl and Kafka's own scripts. No
 * secret stands in it; what it logs in with is named when it is run.
 */
public final class PinotSetupScript {
    /** Its file name. */
    public static final String FILE_NAME = "setup_pinot_tables.sh";

    private PinotSetupScript() {}

    /**
     * The script's text.
     *
     * @param controller URL of Pinot's controller, unless another is given when it runs
     * @param bootstrap Kafka's address, {@code host:port[,host:port]}, unless another is given when it runs
     */
    public static String of(
            PinotRelease release, List<PinotTableFiles> pipelines, String controller, String bootstrap) {
        return template()
                .replace(
                        "@PIPELINES@",
                        pipelines.stream().map(PinotTableFiles::pipeline).collect(Collectors.joining(", ")))
                .replace("@RELEASE@", release.toString())
                .replace("@CONTROLLER@", quoted(controller))
                .replace("@BOOTSTRAP@", quoted(bootstrap))
                .replace(
                        "@TOPICS@",
                        lines(pipelines.stream()
                                .flatMap(files -> files.topics().stream())
                                .map(PinotSetupScript::topic)
                                .toList()))
                .replace(
                        "@TABLES@",
                        lines(pipelines.stream()
                                .flatMap(files -> files.tables().stream())
                                .map(table -> "table " + quoted(table.name()))
                                .toList()));
    }

    private static String topic(Topic topic) {
        return "topic " + quoted(topic.name()) + " " + topic.partitions()
                + new TreeMap<>(topic.settings())
                        .entrySet().stream()
                                .map(setting -> " " + quoted(setting.getKey() + "=" + setting.getValue()))
                                .collect(Collectors.joining());
    }

    private static String lines(List<String> lines) {
        return String.join("\n", lines);
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }

    private static String template() {
        try (var script = PinotSetupScript.class.getResourceAsStream("/" + FILE_NAME)) {
            if (script == null) {
                throw new IllegalStateException("the platform's jar holds no " + FILE_NAME);
            }
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
