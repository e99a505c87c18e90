package io.lakehouse.stream.raw;

import io.lakehouse.contract.change.ChangeEvent;
import io.lakehouse.contract.job.TableRoute;
import org.jspecify.annotations.Nullable;

/** A change that was read and checked, with the route of its table and its images as they came. */
public final class RoutedChange {
    private final TableRoute route;
    private final ChangeEvent event;
    private final Envelope envelope;

    RoutedChange(TableRoute route, ChangeEvent event, Envelope envelope) {
        this.route = route;
        this.event = event;
        this.envelope = envelope;
    }

    /** Where it goes: with its table's changes, but for a row that stays, which is not deleted from current. */
    public TableRoute route() {
        return route;
    }

    /** The change. */
    public ChangeEvent event() {
        return event;
    }

    /** The JSON text of the row before, byte for byte as it came; {@code null} when there is none. */
    public @Nullable String beforeJson() {
        return envelope.beforeJson();
    }

    /** The JSON text of the row after, byte for byte as it came; {@code null} when there is none. */
    public @Nullable String afterJson() {
        return envelope.afterJson();
    }
}
