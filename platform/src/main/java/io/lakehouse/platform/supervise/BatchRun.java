package io.lakehouse.platform.supervise;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.lakehouse.platform.engine.Failure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * One SCD2 run, or one upkeep of what runs have written.
 *
 * @param pipeline the pipeline
 * @param runId identity of the run, sortable by its start
 * @param state how it ended, or that it has not
 * @param started when it started, ISO 8601
 * @param seconds how long it took; so far, while it is under way
 * @param rowsRead changes read
 * @param versionsInserted versions appended
 * @param versionsClosed versions closed
 * @param filesRead files of bronze and of the SCD2 tables that it opened
 * @param bytesRead their size, in bytes
 * @param filesWritten files that it wrote
 * @param bytesWritten their size, in bytes
 * @param reason why it failed, was rejected, or broke off after it had published, one line; empty otherwise
 * @param log path of its log
 * @param attempt which try it was: 1, and one more for each try since then that failed
 * @param startedBy {@code scheduler}, {@code command line}, or the name of the orchestrator outside that started it
 * @param kind whether it was a run or upkeep
 * @param upkeep what upkeep did, one line; empty for a run
 * @param rows some of the rows for which the audit rejected it, for people
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record BatchRun(
        String pipeline,
        String runId,
        State state,
        String started,
        double seconds,
        long rowsRead,
        long versionsInserted,
        long versionsClosed,
        long filesRead,
        long bytesRead,
        long filesWritten,
        long bytesWritten,
        String reason,
        String log,
        int attempt,
        String startedBy,
        Kind kind,
        String upkeep,
        List<String> rows) {
    /** What the platform's own scheduler calls itself. */
    public static final String SCHEDULER = "scheduler";

    /** Who starts a run by a verb without saying more. */
    public static final String COMMAND_LINE = "command line";

    /** One that was remembered before these were told was started by a verb. */
    public BatchRun {
        attempt = Math.max(1, attempt);
        startedBy = startedBy == null ? COMMAND_LINE : startedBy;
        kind = kind == null ? Kind.RUN : kind;
        upkeep = upkeep == null ? "" : upkeep;
        rows = rows == null ? List.of() : List.copyOf(rows);
    }

    /** One that has not ended. */
    static BatchRun begun(
            String pipeline, String runId, String started, String log, int attempt, String startedBy, Kind kind) {
        return new BatchRun(
                pipeline,
                runId,
                State.RUNNING,
                started,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                "",
                log,
                attempt,
                startedBy,
                kind,
                "",
                List.of());
    }

    /** This one in another state, without what it did. */
    BatchRun in(State now, double secondsSoFar, String why) {
        return in(now, secondsSoFar, why, List.of());
    }

    /** Likewise, with rows that show why. */
    BatchRun in(State now, double secondsSoFar, String why, List<String> shown) {
        return new BatchRun(
                pipeline,
                runId,
                now,
                started,
                secondsSoFar,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                why,
                log,
                attempt,
                startedBy,
                kind,
                "",
                shown);
    }

    /** What was started. */
    public enum Kind {
        /** A run: what is new becomes history. */
        RUN,
        /** Upkeep: compaction, expiry, and what is left over. */
        UPKEEP
    }

    /** How a run ended, or that it has not. */
    public enum State {
        /** It is under way. */
        RUNNING,
        /** Its result is visible. */
        PUBLISHED,
        /** Nothing was new. */
        UNCHANGED,
        /** It did not come to its end; nothing is visible. */
        FAILED,
        /** Its result did not hold what must hold; nothing is visible, and its branch is kept. */
        REJECTED
    }

    /** Whether what was new is published now. */
    @JsonIgnore
    public boolean succeeded() {
        return state == State.PUBLISHED || state == State.UNCHANGED;
    }

    /** Whether it ended by itself, and so left nothing behind but what it says. */
    @JsonIgnore
    public boolean cameToItsEnd() {
        return state == State.REJECTED || succeeded() && reason.isEmpty();
    }

    /**
     * This run.
     *
     * @throws Failure when it did not succeed
     */
    public BatchRun required() {
        if (succeeded()) {
            return this;
        }
        throw new Failure(failure(), null, Files.exists(Path.of(log)) ? Path.of(log) : null);
    }

    /** The line of a rejected one names the run already, and tells that nothing was published. */
    private String failure() {
        if (state == State.REJECTED && reason.contains(runId)) {
            return reason;
        }
        return (kind == Kind.UPKEEP ? "upkeep " : "batch ") + runId + " of " + pipeline
                + (state == State.REJECTED ? " was rejected, nothing was published: " : " failed: ") + reason;
    }
}
