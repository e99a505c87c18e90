package io.lakehouse.platform.source;

import io.lakehouse.platform.engine.Failure;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What stands in the way of a complete capture, or is worth knowing about it.
 *
 * @param severity what follows from it
 * @param place where the declaration is to blame, {@code pipelines/sales.yaml:14 tables[0].key}
 * @param table {@code schema.table}; empty for what concerns the server or the role
 * @param reason what is so, and what to do where no statement mends it
 * @param sql the statements that mend it, ready to run; empty when none does
 */
public record CaptureFinding(Severity severity, String place, String table, String reason, String sql) {
    /** What follows from a finding. */
    public enum Severity {
        /** Nothing is made until it is mended. */
        REFUSED,
        /** Capture works, with the risk that the reason names. */
        WARNING,
        /** As it should be; said so that nobody is surprised. */
        NOTE
    }

    static CaptureFinding refused(String place, String table, String reason, String sql) {
        return new CaptureFinding(Severity.REFUSED, place, table, reason, sql);
    }

    static CaptureFinding warning(String place, String table, String reason, String sql) {
        return new CaptureFinding(Severity.WARNING, place, table, reason, sql);
    }

    /** A finding that is as it should be. */
    public static CaptureFinding note(String place, String table, String reason, String sql) {
        return new CaptureFinding(Severity.NOTE, place, table, reason, sql);
    }

    /** Whether nothing may be made until it is mended. */
    public boolean isRefused() {
        return severity == Severity.REFUSED;
    }

    /** One line: where, what, and the statements that mend it. */
    public String message() {
        return place + ": " + reason + (sql.isEmpty() ? "" : ": " + sql);
    }

    /**
     * Refuses to go on when a finding says so.
     *
     * @throws Failure with every refusal, not only the first
     */
    public static void require(List<CaptureFinding> findings) {
        var refused = findings.stream().filter(CaptureFinding::isRefused).toList();
        if (!refused.isEmpty()) {
            throw new Failure(refused.stream().map(CaptureFinding::message).collect(Collectors.joining("; ")));
        }
    }
}
