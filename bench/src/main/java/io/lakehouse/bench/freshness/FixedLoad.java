package io.lakehouse.bench.freshness;

import io.lakehouse.bench.launcher.RaisedPlatform;
import java.sql.SQLException;

/** Changes at a fixed rate, of which nothing is watched but that all arrive. */
public final class FixedLoad {
    private final RaisedPlatform platform;
    private long next = 1;

    /** A load on this platform. */
    public FixedLoad(RaisedPlatform platform) {
        this.platform = platform;
    }

    /** Commits so many changes, at a rate per second. */
    public void run(int count, double rate, long seed) {
        var schedule = Schedule.of(count, rate, next, seed + next);
        next += count;
        try (var load = new OpenLoop(platform.source(), schedule, System.nanoTime())) {
            // Closing waits for the last commit.
        }
    }

    /**
     * Compares all rows of the source and of Pinot's current table.
     *
     * @return how many there are
     * @throws io.lakehouse.platform.engine.Failure when they differ
     */
    public int requireEqualRows() throws SQLException {
        return EqualRows.require(platform.source(), platform.pinot());
    }
}
