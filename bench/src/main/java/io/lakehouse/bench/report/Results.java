package io.lakehouse.bench.report;

import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import io.lakehouse.bench.machine.Machine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The folder of results: of each measure the newest run, as JSON and as a plot. */
public final class Results {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .addModule(new SimpleModule().addSerializer(Duration.class, ToStringSerializer.instance))
            .build();

    private final Path folder;

    /** The results in this folder. */
    public Results(Path folder) {
        this.folder = folder;
    }

    /**
     * Writes what a run found, beside when, of which commit, on which machine and with which settings.
     *
     * @param measure the measure's name, which is the file's
     * @param machine the machine as it was before the run
     * @param settings every setting of the run, seeds included
     * @param found what it found
     * @return the file
     */
    public Path write(String measure, Machine machine, Object settings, Object found) throws IOException {
        var result = new LinkedHashMap<String, Object>();
        result.put("measure", measure);
        result.put("finished", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
        result.put("commit", commit());
        result.put("machine", machine);
        result.put("loadAverageAfter", Machine.loadNow());
        result.put("settings", settings);
        result.put("found", found);
        return write(measure + ".json", JSON.writeValueAsString(result) + "\n");
    }

    /** Writes a file of the folder. */
    public Path write(String name, String content) throws IOException {
        Files.createDirectories(folder);
        return Files.writeString(folder.resolve(name), content);
    }

    /** What was built: the commit, and whether sources differ from it. */
    private Map<String, Object> commit() {
        return Map.of(
                "id",
                git("rev-parse", "HEAD"),
                "changed",
                // Results are no source: the first file of this one is there already.
                !git("status", "--porcelain", "-uno", "--", ".", ":(exclude)bench/results")
                        .isEmpty());
    }

    private String git(String... arguments) {
        try {
            var command = new String[arguments.length + 3];
            command[0] = "git";
            command[1] = "-C";
            command[2] = System.getProperty("lakehouse.root", ".");
            System.arraycopy(arguments, 0, command, 3, arguments.length);
            var process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            var output = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
            return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0 ? output.strip() : "";
        } catch (IOException e) {
            return "";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "";
        }
    }
}
