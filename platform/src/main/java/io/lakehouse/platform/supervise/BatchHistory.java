package io.lakehouse.platform.supervise;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.lakehouse.platform.engine.Failure;
import io.lakehouse.platform.engine.Home;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a home remembers of the SCD2 runs of one pipeline: a line for each that ended, and a mark for each that was
 * started. A mark that is still there when the next run starts is that of a run that died.
 */
public final class BatchHistory {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String MARK = ".started";
    /** How many results that the audit rejected stay on their branches for somebody to look at. */
    private static final int KEPT_BRANCHES = 3;
    /** How far back rejected runs are looked for whose branches may still be there. */
    private static final int REMEMBERED = 100;

    private final Path folder;
    private final Path logs;

    /** The history of a pipeline. */
    public BatchHistory(Home home, String pipeline) {
        try {
            folder = Files.createDirectories(home.data("batches").resolve(pipeline));
            logs = Files.createDirectories(
                    home.root().resolve("logs").resolve("batches").resolve(pipeline));
        } catch (IOException e) {
            throw new Failure("cannot create the folders of the batches of " + pipeline + ": " + e.getMessage(), e);
        }
    }

    /** Log of a run. */
    public Path log(String runId) {
        return logs.resolve(runId + ".log");
    }

    /** The runs that ended, the newest first. */
    public List<BatchRun> newest(int limit) {
        var lines = lines();
        var runs = new ArrayList<BatchRun>();
        for (var index = lines.size() - 1; index >= 0 && runs.size() < limit; index--) {
            read(lines.get(index)).ifPresent(runs::add);
        }
        return runs;
    }

    /** The run of an identity, if it ended. */
    public Optional<BatchRun> find(String runId) {
        return newest(Integer.MAX_VALUE).stream()
                .filter(run -> run.runId().equals(runId))
                .findFirst();
    }

    /** Identities of runs that were started and did not end, by now. */
    public List<String> unended() {
        try (var files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(MARK))
                    .map(name -> name.substring(0, name.length() - MARK.length()))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new Failure("cannot read " + folder + ": " + e.getMessage(), e);
        }
    }

    /** Path at which a run leaves its report. */
    Path report(String runId) {
        return folder.resolve(runId + ".json");
    }

    /**
     * Identities of runs whose branches are of no use any more: those that died, and those that were rejected, but for
     * the last of them. Asked by who is about to start a run, and so knows that none is under way.
     */
    List<String> abandoned() {
        var runs = new LinkedHashSet<String>(unended());
        newest(REMEMBERED).stream()
                .filter(run -> run.state() == BatchRun.State.REJECTED)
                .skip(KEPT_BRANCHES)
                .map(BatchRun::runId)
                .forEach(runs::add);
        return List.copyOf(runs);
    }

    void begin(String runId) throws IOException {
        Files.createFile(folder.resolve(runId + MARK));
    }

    /** Remembers how a run ended, and forgets the marks of runs that died before it and were swept by it. */
    void end(BatchRun run, Set<String> swept) throws IOException {
        Files.writeString(
                file(), JSON.writeValueAsString(run) + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        Files.deleteIfExists(folder.resolve(run.runId() + MARK));
        for (var other : swept) {
            Files.deleteIfExists(folder.resolve(other + MARK));
        }
    }

    private Path file() {
        return folder.resolve("history.jsonl");
    }

    private List<String> lines() {
        try {
            return Files.exists(file()) ? Files.readAllLines(file()) : List.of();
        } catch (IOException e) {
            throw new Failure("cannot read " + file() + ": " + e.getMessage(), e);
        }
    }

    /** Empty for a line that was cut when the machine stopped. */
    private static Optional<BatchRun> read(String line) {
        try {
            return Optional.of(JSON.readValue(line, BatchRun.class));
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }
}
