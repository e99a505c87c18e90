package io.lakehouse.platform.plan.diff;

import java.util.List;

/**
 * One step that makes an object what it should be.
 *
 * @param action what is done to it
 * @param kind what it is
 * @param name its name
 * @param fields what differs, by field; every field when it is created, none when it is deleted
 * @param verdict whether it may be done
 * @param reason why it is destructive or refused, and the way out; empty when it is safe
 */
public record Change(Action action, Kind kind, String name, List<FieldChange> fields, Verdict verdict, String reason) {
    /** Keeps its own copy of the fields. */
    public Change {
        fields = List.copyOf(fields);
    }

    /** What is done to an object. */
    public enum Action {
        /** It is not there. */
        CREATE,
        /** It is another. */
        UPDATE,
        /** It is there and is wanted no more. */
        DELETE
    }

    /** Whether a change may be made. */
    public enum Verdict {
        /** Nothing is lost. */
        SAFE,
        /** Something is lost that cannot be had again: only with the user's word. */
        DESTRUCTIVE,
        /** It cannot be done to a living pipeline. */
        REFUSED
    }

    /** What tells its object from all others. */
    public Resource.Id id() {
        return new Resource.Id(kind, name);
    }

    /** {@code delete pinot table orders_current}. */
    public String title() {
        return action.name().toLowerCase(java.util.Locale.ROOT) + " " + kind.label() + " " + name;
    }
}
