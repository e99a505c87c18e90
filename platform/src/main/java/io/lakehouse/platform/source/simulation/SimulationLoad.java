package io.lakehouse.platform.source.simulation;

import io.lakehouse.contract.declaration.SimulationDeclaration;
import java.time.Duration;

/**
 * How much a simulation does.
 *
 * @param rate changes per second, due at fixed times whatever the database takes (an open loop); 0 for as fast as it goes
 * @param duration how long it goes on
 * @param seed where the sequence of changes starts: the same seed on the same rows makes the same statements
 * @param mostChanges changes after which it ends before its time; the transaction at hand is completed
 * @param connections connections that commit side by side; with one, each transaction is planned when the one before has
 *     ended, so that the same seed always makes the same statements
 */
public record SimulationLoad(double rate, Duration duration, long seed, long mostChanges, int connections) {
    private static final int USUAL_CONNECTIONS = 4;

    /** Refuses a negative rate, a duration of nothing and less than one connection. */
    public SimulationLoad {
        if (!(rate >= 0) || Double.isInfinite(rate)) {
            throw new IllegalArgumentException("the rate must be changes per second, 0 or more: " + rate);
        }
        if (duration.isNegative() || duration.isZero()) {
            throw new IllegalArgumentException("the duration must be above 0: " + duration);
        }
        if (connections < 1) {
            throw new IllegalArgumentException("at least one connection is needed: " + connections);
        }
    }

    /** A load that only time ends. */
    public SimulationLoad(double rate, Duration duration, long seed) {
        this(rate, duration, seed, Long.MAX_VALUE, USUAL_CONNECTIONS);
    }

    /** What a pipeline declares, for this long. */
    public static SimulationLoad of(SimulationDeclaration declaration, Duration duration) {
        return new SimulationLoad(declaration.rate(), duration, declaration.seed());
    }

    /** The same at this rate. */
    public SimulationLoad withRate(double other) {
        return new SimulationLoad(other, duration, seed, mostChanges, connections);
    }

    /** The same from this seed. */
    public SimulationLoad withSeed(long other) {
        return new SimulationLoad(rate, duration, other, mostChanges, connections);
    }

    /** The same with an end after so many changes. */
    public SimulationLoad withMostChanges(long changes) {
        return new SimulationLoad(rate, duration, seed, changes, connections);
    }

    /** The same on so many connections. */
    public SimulationLoad withConnections(int count) {
        return new SimulationLoad(rate, duration, seed, mostChanges, count);
    }
}
