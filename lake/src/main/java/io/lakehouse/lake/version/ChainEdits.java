package io.lakehouse.lake.version;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/**
 * What turns the stored versions of a key into other ones.
 *
 * @param inserted versions that the store does not hold
 * @param changed versions that it holds otherwise, as they have to be
 * @param removed versions that it holds and must not
 * @param closed how many versions end that did not end before, those inserted with an end among them
 */
public record ChainEdits(List<Version> inserted, List<Version> changed, List<Version> removed, long closed) {

    /** The edits from the stored versions to the wanted ones. */
    public static ChainEdits between(List<Version> stored, List<Version> wanted) {
        var left = new LinkedHashMap<String, Version>();
        stored.forEach(version -> left.put(version.eventId(), version));
        var inserted = new ArrayList<Version>();
        var changed = new ArrayList<Version>();
        var closed = 0L;
        for (var version : wanted) {
            var before = left.remove(version.eventId());
            if (before == null) {
                inserted.add(version);
            } else if (!version.storedAs(before)) {
                changed.add(version);
            }
            if (!version.current() && (before == null || before.current())) {
                closed++;
            }
        }
        return new ChainEdits(inserted, changed, List.copyOf(left.values()), closed);
    }

    /** Whether the store holds already what it should. */
    public boolean isEmpty() {
        return inserted.isEmpty() && changed.isEmpty() && removed.isEmpty();
    }
}
