package io.lakehouse.contract.job;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** What runs are called: by the moment of their start, so that their names sort by it, as {@code 20260101T120000000Z}. */
public final class RunIdentity {
    /** What such a name looks like. */
    public static final String PATTERN = "\\d{8}T\\d{9}Z";

    private static final DateTimeFormatter FORMAT =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmssSSS'Z'").withZone(ZoneOffset.UTC);

    private RunIdentity() {}

    /** The name of a run that starts at a moment. */
    public static String of(Instant start) {
        return FORMAT.format(start);
    }

    /** Name of the branch that a run works on. */
    public static String branch(String pipeline, String run) {
        return branches(pipeline) + run;
    }

    /** What the names of the branches of a pipeline's runs begin with. */
    public static String branches(String pipeline) {
        return "batch/" + pipeline + "/";
    }
}
