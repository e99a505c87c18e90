package io.lakehouse.platform.supervise;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.lakehouse.platform.engine.ConfigurationFile;
import io.lakehouse.platform.engine.Failure;
import io.lakehouse.platform.engine.Home;
import io.lakehouse.platform.engine.Processes.Identity;
import io.lakehouse.platform.supervise.BatchRun.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * What a home remembers of the SCD2 runs of one pipeline: a line for each that ended, and a mark for each that may have
 * left a branch behind. A mark without a line is that of a run that is under way or died.
 */
public final class BatchHistory {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String MARK = ".started";
    /** How many results that the audit rejected stay on their branches for somebody to look at. */
    private static final int KEPT_BRANCHES = 3;
    /** How far back rejected runs are looked for whose branches may still be there. */
    private static final int REMEMBERED = 100;
    /** How many runs are remembered with their logs; a run every five minutes fills them in half a week. */
    private static final int KEPT_RUNS = 1000;

    private final Path folder;
    private final Path logs;

    /**
     * A run that was started.
     *
     * @param run what is known of it
     * @param pid process that waits for it
     * @param startTicks what tells that process from a later one of its id
     */
    private record Mark(BatchRun run, long pid, long startTicks) {
        BatchRun now() {
            return new Identity(pid, startTicks).isAlive()
                    ? run.in(State.RUNNING, secondsUntil(Instant.now()), "")
                    : died();
        }

        /** It took as long as its log grew. */
        BatchRun died() {
            return run.in(
                    State.FAILED,
                    Math.max(0, secondsUntil(lastSign(Path.of(run.log())))),
                    "it died: who waited for it ended before");
        }

        private Instant lastSign(Path log) {
            try {
                return Files.getLastModifiedTime(log).toInstant();
            } catch (IOException e) {
                // It died before it wrote any.
                return Instant.parse(run.started());
            }
        }

        private double secondsUntil(Instant moment) {
            return Duration.between(Instant.parse(run.started()), moment).toMillis() / 1000.0;
        }
    }

    /** The history of a pipeline. */
    public BatchHistory(Home home, String pipeline) {
        try {
            folder = Files.createDirectories(folder(home, pipeline));
            logs = Files.createDirectories(logs(home, pipeline));
        } catch (IOException e) {
            throw new Failure("cannot create the folders of the batches of " + pipeline + ": " + e.getMessage(), e);
        }
    }

    /** Whether a home remembers any run of a pipeline. */
    public static boolean isThere(Home home, String pipeline) {
        return holdsAny(folder(home, pipeline)) || holdsAny(logs(home, pipeline));
    }

    private static boolean holdsAny(Path folder) {
        if (!Files.exists(folder)) {
            return false;
        }
        try (var files = Files.list(folder)) {
            return files.findAny().isPresent();
        } catch (IOException e) {
            throw new Failure("cannot read " + folder + ": " + e.getMessage(), e);
        }
    }

    /**
     * Forgets the runs of a pipeline, and their logs.
     *
     * @throws Failure when one is under way, which writes there yet; nothing is forgotten then
     */
    public static void forget(Home home, String pipeline) {
        for (var run : new BatchHistory(home, pipeline).unended()) {
            if (run.state() == State.RUNNING) {
                throw new Failure("run " + run.runId() + " is under way; try again when it has ended");
            }
        }
        try {
            delete(folder(home, pipeline));
            delete(logs(home, pipeline));
        } catch (IOException e) {
            throw new Failure("cannot remove the history of the batches of " + pipeline + ": " + e.getMessage(), e);
        }
    }

    private static Path folder(Home home, String pipeline) {
        return home.data("batches").resolve(pipeline);
    }

    private static Path logs(Home home, String pipeline) {
        return home.root().resolve("logs").resolve("batches").resolve(pipeline);
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
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
            read(lines.get(index), BatchRun.class).ifPresent(runs::add);
        }
        return runs;
    }

    /** The runs that are under way or died, and those that ended, the newest first. */
    public List<BatchRun> all(int limit) {
        var runs = new ArrayList<>(unended());
        runs.addAll(newest(limit));
        return runs.stream().limit(limit).toList();
    }

    /** The one that started last of a kind, whatever became of it. */
    public Optional<BatchRun> last(BatchRun.Kind kind) {
        return all(Integer.MAX_VALUE).stream().filter(run -> run.kind() == kind).findFirst();
    }

    /** How many runs have published since the last upkeep was begun. */
    public long publishedSinceUpkeep() {
        return all(Integer.MAX_VALUE).stream()
                .takeWhile(run -> run.kind() != BatchRun.Kind.UPKEEP)
                .filter(run -> run.state() == BatchRun.State.PUBLISHED)
                .count();
    }

    /** The oldest that is remembered. */
    public Optional<BatchRun> first() {
        var all = all(Integer.MAX_VALUE);
        return all.isEmpty() ? Optional.empty() : Optional.of(all.get(all.size() - 1));
    }

    /** The run of an identity. */
    public Optional<BatchRun> find(String runId) {
        return all(Integer.MAX_VALUE).stream()
                .filter(run -> run.runId().equals(runId))
                .findFirst();
    }

    /** The runs that were started and did not end by now, the newest first: under way, or failed since they died. */
    public List<BatchRun> unended() {
        var runs = new ArrayList<BatchRun>();
        openMarks().forEach(mark -> runs.add(0, mark.now()));
        return runs;
    }

    /** Marks of runs that are not told of as ended, the oldest first. */
    private List<Mark> openMarks() {
        var marked = marked();
        if (marked.isEmpty()) {
            return List.of();
        }
        var ended = newest(Integer.MAX_VALUE).stream().map(BatchRun::runId).collect(Collectors.toSet());
        return marked.stream()
                .filter(runId -> !ended.contains(runId))
                .flatMap(runId -> mark(runId).stream())
                .toList();
    }

    /** Path at which a run leaves its report. */
    Path report(String runId) {
        return folder.resolve(runId + ".json");
    }

    /**
     * Identities of runs whose branches are of no use any more: those that failed or died, and those that were
     * rejected, but for the last of them. Asked by who is about to start a run, and so knows that none is under way.
     */
    List<String> abandoned() {
        var runs = new LinkedHashSet<>(marked());
        newest(REMEMBERED).stream()
                .filter(run -> run.state() == State.REJECTED)
                .skip(KEPT_BRANCHES)
                .map(BatchRun::runId)
                .forEach(runs::add);
        return List.copyOf(runs);
    }

    /**
     * Remembers runs that died, before their marks are forgotten with their branches. Asked by who is about to start a
     * run, and so knows that none is under way.
     *
     * @param told what became of one that seems to have failed
     */
    void settle(UnaryOperator<BatchRun> told) throws IOException {
        for (var mark : openMarks()) {
            append(told.apply(mark.died()));
        }
    }

    /** Remembers that a run is started by this process. */
    void begin(BatchRun run) {
        var self = Identity.of(ProcessHandle.current().pid()).orElseThrow();
        ConfigurationFile.write(markFile(run.runId()), text(new Mark(run, self.pid(), self.startTicks())));
    }

    /** Remembers how a run ended, and forgets the marks of earlier runs that were swept by it. */
    void end(BatchRun run, Set<String> swept) throws IOException {
        append(run);
        // One that did not may have been killed, or could not reach what holds its branch.
        if (run.cameToItsEnd()) {
            Files.deleteIfExists(markFile(run.runId()));
        }
        for (var other : swept) {
            Files.deleteIfExists(markFile(other));
        }
        forgetOldest();
    }

    private void append(BatchRun run) throws IOException {
        Files.writeString(file(), text(run) + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private void forgetOldest() throws IOException {
        var lines = lines();
        if (lines.size() < 2 * KEPT_RUNS) {
            return;
        }
        var first = lines.size() - KEPT_RUNS;
        for (var line : lines.subList(0, first)) {
            var run = read(line, BatchRun.class);
            if (run.isPresent()) {
                Files.deleteIfExists(log(run.get().runId()));
                Files.deleteIfExists(report(run.get().runId()));
            }
        }
        ConfigurationFile.write(file(), String.join("\n", lines.subList(first, lines.size())) + "\n");
    }

    private List<String> marked() {
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

    /** Empty when it is none, or was taken away meanwhile. */
    private Optional<Mark> mark(String runId) {
        try {
            return read(Files.readString(markFile(runId)), Mark.class);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private Path markFile(String runId) {
        return folder.resolve(runId + MARK);
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

    private static String text(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a run is made of texts and numbers", e);
        }
    }

    /** Empty for a text that was cut when the machine stopped. */
    private static <T> Optional<T> read(String text, Class<T> type) {
        try {
            return Optional.of(JSON.readValue(text, type));
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }
}
