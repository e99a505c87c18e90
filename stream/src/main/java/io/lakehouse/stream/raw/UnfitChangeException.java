package io.lakehouse.stream.raw;

import io.lakehouse.contract.change.MalformedChangeException;

/**
 * A change that does not fit what is known of its table: another table, another column, or a value of another type. The
 * source may have changed its table, so the same message can be readable with a route that comes later.
 */
public final class UnfitChangeException extends MalformedChangeException {
    private static final long serialVersionUID = 1L;

    private final boolean isFinal;

    /**
     * A change that does not fit.
     *
     * @param reason what does not fit, as it is written to the dead letters if nothing changes
     * @param isFinal whether no later route is going to make it fit
     */
    UnfitChangeException(String reason, boolean isFinal) {
        super(reason);
        this.isFinal = isFinal;
    }

    /** Whether waiting for a later route is in vain. */
    public boolean isFinal() {
        return isFinal;
    }
}
