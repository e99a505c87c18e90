package io.lakehouse.lake.version;

import io.lakehouse.contract.change.Operation;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The versions of one key, and the SCD2 rules by which a change extends them.
 *
 * <p>Order is the order key's alone. Times only say from when to when a version was true; since a source's clock runs
 * backwards now and then, no version starts before the moment its predecessor started or was deleted.
 */
public final class VersionChain {
    private final List<Version> versions = new ArrayList<>();

    /** The chain of a key that was never seen. */
    public VersionChain() {}

    /** The chain of a key as the store holds it, in any order. */
    public VersionChain(Collection<Version> stored) {
        versions.addAll(stored);
        versions.sort(Version.ORDER);
    }

    /**
     * The chain of a key as it was before the first change of a history, of which the beginning is forgotten: the stored
     * versions that no change of it opened. Whether the history stands behind all of them, {@link #precedes} tells.
     *
     * @param stored the versions that the store holds
     * @param history the changes that are known, to be applied again
     */
    public static VersionChain before(Collection<Version> stored, Collection<KeyChange> history) {
        var known = history.stream().map(KeyChange::eventId).collect(Collectors.toSet());
        var chain = new VersionChain(stored.stream()
                .filter(version -> !known.contains(version.eventId()))
                .toList());
        if (!chain.versions.isEmpty()) {
            var again = history.stream().map(KeyChange::orderKey).collect(Collectors.toSet());
            chain.replaceLast(chain.last().before(again));
        }
        return chain;
    }

    /** The versions, in order. */
    public List<Version> versions() {
        return List.copyOf(versions);
    }

    /**
     * The changes that this chain does not hold, in order and each once: without redeliveries, and without truncations
     * that had their effect, or had none, when they were due.
     */
    public List<KeyChange> unseen(Collection<KeyChange> changes) {
        var seen = versions.stream().map(Version::eventId).collect(Collectors.toCollection(HashSet::new));
        return changes.stream()
                .sorted(KeyChange.ORDER)
                .filter(change -> seen.add(change.eventId()))
                .filter(change -> !change.truncates() || !isSettled(change))
                .toList();
    }

    /**
     * Whether changes stand behind everything that the key holds, so that they can be applied. If not, the chain has
     * to be built again from all changes of the key.
     *
     * @param unseen what {@link #unseen} gave
     * @param lastTruncation order key of the last truncation of the table that an earlier run applied, which a key
     *     without versions bears no trace of; empty when there was none
     */
    public boolean precedes(List<KeyChange> unseen, String lastTruncation) {
        var held = versions.isEmpty() ? "" : last().lastOrderKey();
        return unseen.stream()
                .allMatch(change -> change.orderKey().compareTo(held) > 0
                        && (change.truncates() || change.orderKey().compareTo(lastTruncation) > 0));
    }

    /**
     * Applies the next change in order.
     *
     * @return whether it was an update or a delete of a key that has no current version
     */
    public boolean apply(KeyChange change) {
        var last = versions.isEmpty() ? null : last();
        var micros = last == null ? change.eventMicros() : Math.max(last.floorMicros(), change.eventMicros());
        var current = last != null && last.current();
        switch (change.operation()) {
            case TRUNCATE -> {
                if (current) {
                    replaceLast(last.deletedBy(change, micros));
                }
            }
            case DELETE -> {
                if (current) {
                    replaceLast(last.deletedBy(change, micros));
                } else {
                    versions.add(Version.opened(change, micros).deletedBy(change, micros));
                }
            }
            case CREATE, READ, UPDATE -> open(change, micros, current ? last : null);
        }
        return !current && (change.operation() == Operation.UPDATE || change.operation() == Operation.DELETE);
    }

    private void open(KeyChange change, long micros, @Nullable Version current) {
        if (current != null && current.rowHash().equals(change.rowHash())) {
            replaceLast(current.confirmedAt(change.orderKey()));
            return;
        }
        if (current != null) {
            replaceLast(current.replacedAt(micros));
        }
        versions.add(Version.opened(change, micros));
    }

    /** Whether no version was true just before a truncation that is not the newest event of the key. */
    private boolean isSettled(KeyChange truncation) {
        var order = truncation.orderKey();
        if (versions.isEmpty()) {
            return false;
        }
        if (order.compareTo(last().lastOrderKey()) > 0) {
            return false;
        }
        Version before = null;
        for (var version : versions) {
            if (version.orderKey().compareTo(order) <= 0) {
                before = version;
            }
        }
        return before == null || (before.deleted() && before.lastOrderKey().compareTo(order) <= 0);
    }

    private Version last() {
        return versions.get(versions.size() - 1);
    }

    private void replaceLast(Version version) {
        versions.set(versions.size() - 1, version);
    }
}
