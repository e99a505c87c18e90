package io.lakehouse.platform.engine.rest;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** An engine that did not answer, or not with 2xx. The message names method, address and answer. */
public final class RestException extends IOException {
    private static final long serialVersionUID = 1L;

    private final int status;

    RestException(int status, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.status = status;
    }

    /** The HTTP status, or 0 when there was no answer. */
    public int status() {
        return status;
    }
}
