package io.lakehouse.lake.publish;

/** Another run published while this one worked, so that its result may be wrong by now; nothing of it is visible. */
public final class PublicationConflictException extends PublicationException {
    private static final long serialVersionUID = 1L;

    /** A conflict for this reason. */
    public PublicationConflictException(String message) {
        super(message);
    }
}
