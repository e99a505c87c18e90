package io.lakehouse.contract.declaration;

import java.util.HashSet;
import java.util.List;

/**
 * The SCD2 table of a source table.
 *
 * @param enabled whether it is kept
 * @param name its name in the lake: lower-case letters, digits and {@code _}
 * @param track the columns, as the stores call them, of which another value makes a new version; empty for all
 * @param ignore columns of which another value alone makes no new version, at most one of {@code track} and
 *     {@code ignore}. The version that stands keeps the value that it was made with. Changing either list under a living
 *     table gives each key one more version, at its next change
 * @param checks conditions over the columns of the SCD2 table, which the current versions that a batch touches have to hold;
 *     otherwise it publishes nothing
 */
public record Scd2Declaration(
        boolean enabled, String name, List<String> track, List<String> ignore, List<RowCheck> checks)
        implements StoreDeclaration {
    /** Refuses a name that the lake cannot hold, and two lists that contradict each other. */
    public Scd2Declaration {
        Names.lake("name", name);
        track = List.copyOf(track);
        ignore = List.copyOf(ignore);
        checks = List.copyOf(checks);
        if (!track.isEmpty() && !ignore.isEmpty()) {
            throw new InvalidDeclarationException("ignore", "expected track or ignore, found both: keep one");
        }
        var names = new HashSet<String>();
        for (var i = 0; i < checks.size(); i++) {
            if (!names.add(checks.get(i).name())) {
                throw new InvalidDeclarationException(
                        "checks[" + i + "].name",
                        "there are two checks " + checks.get(i).name() + ": rename one");
            }
        }
    }

    /** A table without checks. */
    public Scd2Declaration(boolean enabled, String name, List<String> track, List<String> ignore) {
        this(enabled, name, track, ignore, List.of());
    }

    /** A table that is kept as usual. */
    public static Scd2Declaration on(String name) {
        return new Scd2Declaration(true, name, List.of(), List.of());
    }

    /** Whether another value of this column, as the stores call it, makes a new version. */
    public boolean tracks(String column) {
        return track.isEmpty() ? !ignore.contains(column) : track.contains(column);
    }
}
