package io.lakehouse.stream;

import io.lakehouse.contract.change.MalformedChangeException;
import io.lakehouse.stream.message.ChangeMessages;
import io.lakehouse.stream.message.DeadLetters;
import io.lakehouse.stream.message.Lane;
import io.lakehouse.stream.message.OutgoingMessage;
import io.lakehouse.stream.raw.ChangeReader;
import io.lakehouse.stream.raw.RawMessage;
import io.lakehouse.stream.raw.UnfitChangeException;
import io.lakehouse.stream.route.RouteFeed;
import io.lakehouse.stream.route.Routes;
import io.lakehouse.stream.truncation.Mark;
import java.util.List;

/** A raw message as the real-time lane writes it, by the routes as they are now. */
final class Projection implements AutoCloseable {
    private final Routes routes;
    private final DeadLetters deadLetters;
    private Routes.State state;
    private ChangeReader reader;

    Projection(RouteFeed feed, String task, String deadLetterTopic) throws Exception {
        this.routes = feed.open(task);
        this.deadLetters = new DeadLetters(deadLetterTopic, Lane.REALTIME);
        this.state = routes.state();
        this.reader = new ChangeReader(state.routes(), true);
    }

    /**
     * What is written for a raw message.
     *
     * @param messages in the order in which they are to be written
     * @param marks what is to be remembered of it
     */
    record Written(List<OutgoingMessage> messages, List<Mark> marks) {}

    /** The version of the routes; what did not fit may fit with a later one. */
    long version() {
        return routes.state().version();
    }

    /**
     * The change of a message, or the dead letter of what can never be read.
     *
     * @throws UnfitChangeException when a later route may make it fit
     */
    Written of(RawMessage message) {
        try {
            var change = reader().read(message);
            return new Written(
                    ChangeMessages.of(change.route(), change.event(), message.key()),
                    Mark.of(change.route(), change.event()));
        } catch (UnfitChangeException e) {
            if (!e.isFinal()) {
                throw e;
            }
            return deadLetter(message, e.getMessage());
        } catch (MalformedChangeException e) {
            return deadLetter(message, e.getMessage());
        }
    }

    Written deadLetter(RawMessage message, String reason) {
        return new Written(List.of(deadLetters.of(message, reason)), List.of());
    }

    @Override
    public void close() {
        routes.close();
    }

    private ChangeReader reader() {
        var now = routes.state();
        if (now != state) {
            state = now;
            reader = new ChangeReader(now.routes(), true);
        }
        return reader;
    }
}
