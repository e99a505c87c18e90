package io.lakehouse.bench.orders;

/**
 * A change at the moment that the schedule gives it, whatever became of those before it.
 *
 * @param atNanos nanoseconds after the schedule's begin
 * @param writer the connection that makes it: one and the same for all changes of a row
 * @param change the change, a transaction of its own
 */
public record Arrival(long atNanos, int writer, Change change) {}
