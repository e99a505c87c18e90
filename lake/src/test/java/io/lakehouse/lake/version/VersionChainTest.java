package io.lakehouse.lake.version;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakehouse.contract.change.Operation;
import io.lakehouse.contract.change.OrderKey;
import io.lakehouse.contract.change.Row;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class VersionChainTest {
    /** From one change of a history to the next, in the log. */
    private static final long STEP = 10;

    @Property(tries = 2000)
    void a_chain_is_what_the_source_went_through(@ForAll("histories") List<KeyChange> history) {
        var chain = new VersionChain();

        history.forEach(chain::apply);

        assertThat(chain.versions().stream().map(Seen::of).toList()).isEqualTo(Model.fold(history));
        requireInvariants(chain.versions());
    }

    @Property(tries = 2000)
    void batches_redeliveries_and_late_changes_end_where_one_pass_in_order_ends(
            @ForAll("histories") List<KeyChange> history, @ForAll long seed, @ForAll boolean shuffled) {
        var store = new Store();
        var random = new Random(seed);

        var wrong = batches(history, random, shuffled).stream()
                .filter(batch -> {
                    store.run(batch);
                    return !store.versions().equals(onePass(store.bronze).versions());
                })
                .toList();

        assertThat(wrong).isEmpty();
        assertThat(store.versions()).isEqualTo(onePass(history).versions());
        requireInvariants(store.versions());
    }

    @Property(tries = 2000)
    void a_late_change_behind_what_bronze_has_forgotten_ends_as_if_all_were_known(
            @ForAll("histories") List<KeyChange> history, @ForAll long seed) {
        var random = new Random(seed);
        var stored = onePass(history).versions();
        var forgotten = random.nextInt(history.size() + 1);
        var known = new ArrayList<>(history.subList(forgotten, history.size()));
        var place = forgotten + random.nextInt(history.size() - forgotten + 1);
        // Half a step behind the change before it: positions of the log are no counter.
        var late = change(Operation.UPDATE, (place + 1) * STEP - STEP / 2, "L", 1_000L + place);
        known.add(late);
        var all = new ArrayList<>(history);
        all.add(late);

        var chain = VersionChain.before(stored, known);
        var unseen = chain.unseen(known);

        assertThat(chain.precedes(unseen, "")).isTrue();
        unseen.forEach(chain::apply);
        assertThat(chain.versions().stream().map(Seen::of).toList())
                .isEqualTo(onePass(all).versions().stream().map(Seen::of).toList());
    }

    @Test
    void a_late_change_before_what_bronze_has_forgotten_cannot_be_placed() {
        var stored = onePass(List.of(
                        change(Operation.CREATE, 1, "A", 10),
                        change(Operation.UPDATE, 5, "B", 50),
                        change(Operation.UPDATE, 9, "C", 90)))
                .versions();
        var known = List.of(change(Operation.UPDATE, 9, "C", 90), change(Operation.UPDATE, 3, "L", 30));

        var chain = VersionChain.before(stored, known);

        assertThat(chain.precedes(chain.unseen(known), "")).isFalse();
    }

    @Property(tries = 500)
    void what_was_applied_changes_nothing_when_it_comes_again(@ForAll("histories") List<KeyChange> history) {
        var store = new Store();
        store.run(history);
        var before = store.versions();

        var edits = store.run(history);

        assertThat(edits.isEmpty()).isTrue();
        assertThat(store.versions()).isEqualTo(before);
    }

    @Test
    void an_update_that_changes_nothing_makes_no_version_but_is_remembered() {
        var chain = new VersionChain();
        chain.apply(change(Operation.CREATE, 1, "A", 10));

        chain.apply(change(Operation.UPDATE, 5, "A", 50));

        assertThat(chain.versions()).hasSize(1);
        assertThat(chain.precedes(List.of(change(Operation.UPDATE, 3, "B", 30)), ""))
                .isFalse();
    }

    @Test
    void a_value_that_comes_back_is_a_third_version() {
        var chain = new VersionChain();

        List.of("A", "B", "A").forEach(value -> {
            var order = chain.versions().size() + 1;
            chain.apply(change(order == 1 ? Operation.CREATE : Operation.UPDATE, order, value, order * 10));
        });

        assertThat(chain.versions()).extracting(Version::rowHash).containsExactly("A", "B", "A");
        assertThat(chain.versions()).extracting(Version::endMicros).containsExactly(20L, 30L, null);
    }

    @Test
    void a_start_never_runs_backwards_when_the_clock_does() {
        var chain = new VersionChain();
        chain.apply(change(Operation.CREATE, 1, "A", 100));
        chain.apply(change(Operation.DELETE, 2, "A", 90));

        chain.apply(change(Operation.CREATE, 3, "B", 80));

        assertThat(chain.versions()).extracting(Version::startMicros).containsExactly(100L, 100L);
        requireInvariants(chain.versions());
    }

    @Test
    void a_snapshot_row_that_overlaps_the_stream_is_compared_like_an_update() {
        var chain = new VersionChain();
        chain.apply(change(Operation.READ, 9, "A", 10));

        chain.apply(change(Operation.CREATE, 4, "A", 5));

        assertThat(chain.versions()).hasSize(1);
    }

    @Test
    void changes_of_an_unknown_key_are_kept_and_reported() {
        var chain = new VersionChain();

        var unknown = List.of(
                chain.apply(change(Operation.DELETE, 1, "A", 10)), chain.apply(change(Operation.UPDATE, 2, "B", 20)));

        assertThat(unknown).containsExactly(true, true);
        assertThat(chain.versions()).extracting(Version::deleted).containsExactly(true, false);
        assertThat(chain.versions()).extracting(Version::endMicros).containsExactly(10L, null);
    }

    @Test
    void a_change_before_an_applied_truncation_is_late_even_for_a_key_never_seen() {
        var chain = new VersionChain();

        var precedes = chain.precedes(
                List.of(change(Operation.CREATE, 3, "A", 10)),
                OrderKey.of(0, Operation.TRUNCATE, 5).toString());

        assertThat(precedes).isFalse();
    }

    private static KeyChange change(Operation operation, long lsn, String value, long micros) {
        var order = OrderKey.of(0, operation, lsn).toString();
        if (operation == Operation.TRUNCATE) {
            return KeyChange.truncation(order, "t" + lsn, micros);
        }
        return new KeyChange(operation, order, operation.code() + lsn, micros, value, new Row(Map.of("value", value)));
    }

    /** Changes of one key in their order, with a clock that runs backwards now and then. */
    @Provide
    Arbitrary<List<KeyChange>> histories() {
        var operation = Arbitraries.frequencyOf(
                net.jqwik.api.Tuple.of(3, Arbitraries.just(Operation.CREATE)),
                net.jqwik.api.Tuple.of(8, Arbitraries.just(Operation.UPDATE)),
                net.jqwik.api.Tuple.of(3, Arbitraries.just(Operation.DELETE)),
                net.jqwik.api.Tuple.of(1, Arbitraries.just(Operation.TRUNCATE)));
        var raw = Combinators.combine(
                        operation,
                        Arbitraries.of("A", "B", "C"),
                        Arbitraries.longs().between(-3, 20))
                .as((op, value, step) -> new Object[] {op, value, step});
        return raw.list().ofMinSize(1).ofMaxSize(14).map(steps -> {
            var history = new ArrayList<KeyChange>();
            var clock = 1_000L;
            for (var step : steps) {
                clock += (Long) step[2];
                history.add(change((Operation) step[0], (history.size() + 1) * STEP, (String) step[1], clock));
            }
            return history;
        });
    }

    private static List<List<KeyChange>> batches(List<KeyChange> history, Random random, boolean shuffled) {
        var arrivals = new ArrayList<>(history);
        for (var change : history) {
            if (random.nextInt(4) == 0) {
                arrivals.add(random.nextInt(arrivals.size() + 1), change);
            }
        }
        if (shuffled) {
            java.util.Collections.shuffle(arrivals, random);
        }
        var batches = new ArrayList<List<KeyChange>>();
        var from = 0;
        while (from < arrivals.size()) {
            var to = Math.min(arrivals.size(), from + 1 + random.nextInt(4));
            batches.add(arrivals.subList(from, to));
            from = to;
        }
        // Whatever was lost on the way arrives in the end: delivery is at least once.
        batches.add(history);
        return batches;
    }

    private static VersionChain onePass(List<KeyChange> changes) {
        var chain = new VersionChain();
        chain.unseen(changes).forEach(chain::apply);
        return chain;
    }

    private static void requireInvariants(List<Version> versions) {
        assertThat(versions.stream().filter(Version::current).count()).isLessThanOrEqualTo(1);
        for (var i = 0; i < versions.size(); i++) {
            var version = versions.get(i);
            var end = version.endMicros();
            if (i < versions.size() - 1) {
                assertThat(end)
                        .isNotNull()
                        .isLessThanOrEqualTo(versions.get(i + 1).startMicros());
                assertThat(version.deleted() || end == versions.get(i + 1).startMicros())
                        .isTrue();
            }
            assertThat(end == null || end >= version.startMicros()).isTrue();
        }
    }

    /** What a run does with the stored versions of one key, without Spark. */
    private static final class Store {
        private final Map<String, Version> rows = new LinkedHashMap<>();
        private final List<KeyChange> bronze = new ArrayList<>();
        private String lastTruncation = "";

        ChainEdits run(Collection<KeyChange> batch) {
            bronze.addAll(batch);
            var looked = batch.stream().anyMatch(KeyChange::truncates) ? versions() : last();
            var chain = new VersionChain(looked);
            var unseen = chain.unseen(batch);
            if (!chain.precedes(unseen, lastTruncation)) {
                looked = versions();
                chain = new VersionChain(looked);
                unseen = chain.unseen(batch);
            }
            if (chain.precedes(unseen, lastTruncation)) {
                unseen.forEach(chain::apply);
            } else {
                var placed = Placement.of(looked, batch, lastTruncation);
                chain = placed.isPresent() ? placed.get().chain() : rebuilt(looked, chain.rebuiltFrom(unseen));
            }
            for (var change : batch) {
                if (change.operation() == Operation.TRUNCATE
                        && change.orderKey().compareTo(lastTruncation) > 0) {
                    lastTruncation = change.orderKey();
                }
            }
            var edits = ChainEdits.between(looked, chain.versions());
            edits.removed().forEach(version -> rows.remove(version.eventId()));
            edits.changed().forEach(version -> rows.put(version.eventId(), version));
            edits.inserted().forEach(version -> rows.put(version.eventId(), version));
            return edits;
        }

        /** What a run looks at first. */
        private List<Version> last() {
            return versions().stream()
                    .filter(version -> version.current() || version.deleted())
                    .toList();
        }

        /** From what bronze holds from there on, as a run reads it. */
        private VersionChain rebuilt(List<Version> stored, String from) {
            var known = bronze.stream()
                    .filter(change -> change.orderKey().compareTo(from) >= 0)
                    .toList();
            var chain = VersionChain.before(stored, known);
            var unseen = chain.unseen(known);
            assertThat(chain.precedes(unseen, "")).isTrue();
            unseen.forEach(chain::apply);
            return chain;
        }

        List<Version> versions() {
            return new VersionChain(rows.values()).versions();
        }
    }

    /** A version as a reader of the table sees it. */
    private record Seen(String value, long start, long end, boolean deleted) {
        static Seen of(Version version) {
            var end = version.endMicros();
            return new Seen(version.rowHash(), version.startMicros(), end == null ? -1 : end, version.deleted());
        }
    }

    /** The rules once more, told as what the source's row was after each change. */
    private static final class Model {
        static List<Seen> fold(List<KeyChange> history) {
            var seen = new ArrayList<Seen>();
            String row = null;
            var since = 0L;
            var clock = Long.MIN_VALUE;
            for (var change : history) {
                var gone = change.operation() == Operation.DELETE || change.operation() == Operation.TRUNCATE;
                var ghost = row == null && change.operation() == Operation.DELETE;
                if (gone && row == null && !ghost) {
                    continue;
                }
                if (!gone && change.rowHash().equals(row)) {
                    continue;
                }
                clock = Math.max(clock, change.eventMicros());
                if (ghost) {
                    seen.add(new Seen(change.rowHash(), clock, clock, true));
                } else if (row != null) {
                    seen.add(new Seen(row, since, clock, gone));
                }
                row = gone ? null : change.rowHash();
                since = clock;
            }
            if (row != null) {
                seen.add(new Seen(row, since, -1, false));
            }
            return seen;
        }
    }
}
