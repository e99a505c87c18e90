package io.lakehouse.platform.supervise;

import java.time.Duration;

/**
 * When a Spark that stays is ended between two runs.
 *
 * @param idle how long it may wait for a run
 * @param lifetime how old it may become
 * @param bytes how much memory its process may hold, in bytes
 */
public record SessionLimits(Duration idle, Duration lifetime, long bytes) {}
