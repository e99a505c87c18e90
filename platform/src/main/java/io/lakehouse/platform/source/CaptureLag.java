package io.lakehouse.platform.source;

/**
 * How far the reader of a slot is behind.
 *
 * @param bytes log that is flushed and not confirmed, in bytes; -1 when there is no such slot
 * @param millis how long the last confirmation was on its way, as the server measures it, in ms: 0 when the reader has
 *     caught up; -1 when nothing reads the slot
 */
public record CaptureLag(long bytes, long millis) {
    /** Nobody can tell. */
    public static final CaptureLag UNKNOWN = new CaptureLag(-1, -1);
}
