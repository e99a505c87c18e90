package io.lakehouse.stream;

import io.lakehouse.stream.raw.ChangeReader;
import io.lakehouse.stream.raw.RawMessage;
import io.lakehouse.stream.raw.RoutedChange;
import io.lakehouse.stream.raw.UnfitChangeException;
import io.lakehouse.stream.route.Routes;
import java.time.Duration;

/**
 * A reader that stands still when a change does not fit its table, until a route comes that it fits. The bronze lane can:
 * it commits twice a minute, and keeps columns that nobody knows as they are, so that it seldom has to. What no route
 * makes fit within the limit is given up, and with it all that does not fit until the routes change.
 */
final class PatientReader implements AutoCloseable {
    private static final long LOOK_MILLIS = 50;

    private final Routes routes;
    private final Duration limit;
    private Routes.State state;
    private ChangeReader reader;
    private long givenUp = -1;

    PatientReader(Routes routes, Duration limit) {
        this.routes = routes;
        this.limit = limit;
        this.state = routes.state();
        this.reader = new ChangeReader(state.routes());
    }

    /**
     * Reads one message.
     *
     * @throws io.lakehouse.contract.change.MalformedChangeException when it cannot be read
     */
    RoutedChange read(RawMessage message) throws InterruptedException {
        var end = System.nanoTime() + limit.toNanos();
        while (true) {
            takeUpRoutes();
            try {
                return reader.read(message);
            } catch (UnfitChangeException e) {
                if (e.isFinal() || givenUp == state.version()) {
                    throw e;
                }
                if (System.nanoTime() >= end) {
                    givenUp = state.version();
                    throw e;
                }
            }
            Thread.sleep(LOOK_MILLIS);
        }
    }

    @Override
    public void close() {
        routes.close();
    }

    private void takeUpRoutes() {
        var now = routes.state();
        if (now != state) {
            state = now;
            reader = new ChangeReader(now.routes());
        }
    }
}
