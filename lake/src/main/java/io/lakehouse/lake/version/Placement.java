package io.lakehouse.lake.version;

import io.lakehouse.contract.change.Operation;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Late changes put among the versions of their key, from nothing but these versions: each tells which change opened it,
 * which was the last that it took in, and what its row was in between. So the chain is told again, with the late changes
 * where they belong.
 *
 * <p>Two things a version does not tell. One is where, between the change that opened it and the last that it took in,
 * others left it as it was: a change that belongs there and says something else would be undone by the first of them
 * behind it. The other is the moment of a change that came with a clock behind the one before it. Where either matters,
 * there is no placement, and the changes themselves have to be read.
 *
 * @param chain the versions afterwards
 * @param unknown updates and deletes, of those that were put in, that met no current version
 * @see <a href="../../../../../../../../docs/decisions/0150-late-changes-are-placed-among-the-versions.md">decision 150</a>
 */
public record Placement(VersionChain chain, long unknown) {

    /**
     * Puts changes in their places.
     *
     * @param stored all versions of the key
     * @param changes the changes, redeliveries among them; a truncation among them has no place, since whether it is one
     *     more change of the key depends on those that are late
     * @param lastTruncation order key of the last truncation of the table that an earlier run applied, of which a key
     *     that had no current version then bears no trace; empty when there was none
     * @return empty when the versions do not tell enough
     */
    public static Optional<Placement> of(
            Collection<Version> stored, Collection<KeyChange> changes, String lastTruncation) {
        var unseen = new VersionChain(stored).unseen(changes);
        if (changes.stream().anyMatch(KeyChange::truncates)
                || unseen.stream().anyMatch(change -> change.orderKey().compareTo(lastTruncation) <= 0)) {
            return Optional.empty();
        }
        var chain = new VersionChain();
        var unknown = 0L;
        var next = 0;
        for (var told : told(stored)) {
            for (; next < unseen.size() && told.isAfter(unseen.get(next)); next++) {
                if (told.isTail) {
                    return Optional.empty();
                }
                unknown += chain.apply(unseen.get(next)) ? 1 : 0;
            }
            if (!told.extend(chain)) {
                return Optional.empty();
            }
        }
        for (; next < unseen.size(); next++) {
            unknown += chain.apply(unseen.get(next)) ? 1 : 0;
        }
        return Optional.of(new Placement(chain, unknown));
    }

    private static List<Told> told(Collection<Version> stored) {
        var told = new ArrayList<Told>();
        var floor = Long.MIN_VALUE;
        for (var version : stored.stream().sorted(Version.ORDER).toList()) {
            told.add(new Told(
                    version,
                    false,
                    version.orderKey(),
                    version.neverTrue(),
                    version.startMicros(),
                    version.startMicros() > floor));
            floor = version.deletedMicros().orElse(version.startMicros());
            if (!version.orderKey().equals(version.lastOrderKey())) {
                told.add(new Told(
                        version,
                        true,
                        version.lastOrderKey(),
                        version.deleted(),
                        floor,
                        floor > version.startMicros()));
            }
        }
        return told;
    }

    /**
     * One change that a version tells of: the one that opened it or, as its tail, the last that it took in.
     *
     * @param deletes whether it was a deletion
     * @param micros its moment, if {@code isMoment}; otherwise the moment was that or an earlier one
     */
    private record Told(
            Version version, boolean isTail, String orderKey, boolean deletes, long micros, boolean isMoment) {

        /** Whether a change comes before it. At one order key a deletion does, and of what left a row nobody knows. */
        boolean isAfter(KeyChange change) {
            var order = change.orderKey().compareTo(orderKey);
            return order < 0 || (order == 0 && !deletes && (isTail || change.operation() == Operation.DELETE));
        }

        /** Has a chain go on with it, unless its moment counts and is not known. */
        boolean extend(VersionChain chain) {
            var leaves = !deletes && chain.isCurrent() && chain.last().saysAs(version);
            var floor = chain.floorMicros();
            if (!leaves && !isMoment && floor < micros) {
                return false;
            }
            var again = version.again(orderKey, Math.max(floor, micros));
            if (deletes) {
                chain.delete(again);
            } else {
                chain.open(again);
            }
            return true;
        }
    }
}
