package io.lakehouse.lake.version;

import io.lakehouse.contract.change.Operation;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Collectors;

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
     * The changes that this chain does not hold, in order and each once: without redeliveries, without those that leave
     * a version as it is within the changes that it took in, seen or not, and without truncations that had their effect,
     * or had none, when they were due.
     */
    public List<KeyChange> unseen(Collection<KeyChange> changes) {
        var seen = new HashSet<String>();
        versions.forEach(version -> seen.add(version.eventId()));
        var ordered = new ArrayList<>(changes);
        ordered.sort(KeyChange.ORDER);
        ordered.removeIf(
                change -> !seen.add(change.eventId()) || (change.truncates() ? isSettled(change) : tookIn(change)));
        return ordered;
    }

    private boolean tookIn(KeyChange change) {
        for (var version : versions) {
            if (version.tookIn(change)) {
                return true;
            }
        }
        return false;
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
     * From where on the changes of the key have to be known, so that changes can be put among them: the order key of the
     * last version that began before the first of these, behind which it is rebuilt, or else of that first one.
     *
     * @param unseen what {@link #unseen} gave of this chain, which holds all versions of the key; not empty
     */
    public String rebuiltFrom(List<KeyChange> unseen) {
        var first = unseen.get(0).orderKey();
        return versions.stream()
                .map(Version::orderKey)
                .filter(order -> order.compareTo(first) <= 0)
                .max(Comparator.naturalOrder())
                .orElse(first);
    }

    /**
     * Applies the next change in order.
     *
     * @return whether it was an update or a delete of a key that has no current version
     */
    public boolean apply(KeyChange change) {
        var micros = Math.max(floorMicros(), change.eventMicros());
        var current = isCurrent();
        switch (change.operation()) {
            case TRUNCATE -> {
                if (current) {
                    replaceLast(last().deletedAt(change.orderKey(), micros));
                }
            }
            case DELETE -> delete(Version.opened(change, micros));
            case CREATE, READ, UPDATE -> open(Version.opened(change, micros));
        }
        return !current && (change.operation() == Operation.UPDATE || change.operation() == Operation.DELETE);
    }

    /** Deletes the current version; without one, what was deleted is a version that was never true. */
    void delete(Version deleted) {
        if (isCurrent()) {
            replaceLast(last().deletedAt(deleted.orderKey(), deleted.startMicros()));
        } else {
            versions.add(deleted.deletedAt(deleted.orderKey(), deleted.startMicros()));
        }
    }

    /** Replaces the current version by one that begins, unless both say the same. */
    void open(Version opened) {
        if (isCurrent() && last().saysAs(opened)) {
            replaceLast(last().confirmedAt(opened.orderKey()));
            return;
        }
        if (isCurrent()) {
            replaceLast(last().replacedAt(opened.startMicros()));
        }
        versions.add(opened);
    }

    /** The moment before which no later version may start; no bound when there is none. */
    long floorMicros() {
        return versions.isEmpty() ? Long.MIN_VALUE : last().floorMicros();
    }

    boolean isCurrent() {
        return !versions.isEmpty() && last().current();
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

    Version last() {
        return versions.get(versions.size() - 1);
    }

    private void replaceLast(Version version) {
        versions.set(versions.size() - 1, version);
    }
}
