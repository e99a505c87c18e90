package io.lakehouse.bench.orders;

/**
 * A change that was committed. Moments are those of {@link System#nanoTime()}.
 *
 * @param change the change
 * @param scheduledNanos when it was due
 * @param committedNanos when the source had confirmed the commit
 * @param updatedAtMicros the source's clock in {@code updated_at}, in µs since 1970; 0 for a deletion
 */
public record Committed(Change change, long scheduledNanos, long committedNanos, long updatedAtMicros) {}
