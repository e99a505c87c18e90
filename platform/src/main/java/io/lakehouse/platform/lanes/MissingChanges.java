package io.lakehouse.platform.lanes;

/** What a pipeline says whose changes have a gap. */
final class MissingChanges {
    /** The word for a capture that is stopped for it. */
    static final String STATE = "lost";

    private MissingChanges() {}

    /** What happened, and what to do. */
    static String message(String pipeline, String reason) {
        return "changes are missing, since " + reason + ": the capture of " + pipeline
                + " is stopped; lakehouse recover " + pipeline + " makes a new slot and reads every table again";
    }
}
