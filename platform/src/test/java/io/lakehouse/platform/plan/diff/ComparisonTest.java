package io.lakehouse.platform.plan.diff;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakehouse.platform.plan.diff.Change.Action;
import io.lakehouse.platform.plan.diff.Change.Verdict;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class ComparisonTest {
    private static final Resource TOPIC = topic("orders", Map.of("partitions", "2", "cleanup.policy", "compact"));
    private static final Resource PINOT =
            new Resource(Kind.PINOT_TABLE, "orders_current", Map.of("segmentsConfig.replication", "1"));
    private static final Resource SCHEMA =
            new Resource(Kind.PINOT_SCHEMA, "orders_current", Map.of("key", "id", "columns[id]", "LONG"));
    private static final Resource SLOT = new Resource(Kind.SLOT, "lakehouse_shop", Map.of("plugin", "pgoutput"));

    @Test
    void whatIsAsItShouldBeNeedsNothing() {
        assertThat(Comparison.plan(List.of(TOPIC, PINOT), List.of(PINOT, TOPIC), List.of(TOPIC))
                        .changes())
                .isEmpty();
    }

    @Test
    void whatIsMissingIsCreatedInTheOrderOfItsNeedsWhateverTheOrderOfTheDeclaration() {
        var plan = Comparison.plan(List.of(SLOT, PINOT, TOPIC), List.of(), List.of());

        assertThat(plan.changes()).extracting(Change::kind).containsExactly(Kind.TOPIC, Kind.PINOT_TABLE, Kind.SLOT);
        assertThat(plan.changes()).allMatch(change -> change.action() == Action.CREATE);
        assertThat(plan.changes().get(0).fields())
                .containsExactly(
                        new FieldChange("cleanup.policy", "", "compact"), new FieldChange("partitions", "", "2"));
    }

    @Test
    void anotherValueIsAnUpdateOfThatFieldAlone() {
        var found = topic("orders", Map.of("partitions", "2", "cleanup.policy", "delete"));

        var plan = Comparison.plan(List.of(TOPIC), List.of(found), List.of());

        assertThat(plan.changes()).singleElement().satisfies(change -> {
            assertThat(change.action()).isEqualTo(Action.UPDATE);
            assertThat(change.fields()).containsExactly(new FieldChange("cleanup.policy", "delete", "compact"));
            assertThat(change.fields()).hasToString("[cleanup.policy: delete -> compact]");
        });
    }

    @Test
    void aSettingOfATopicThatNobodyDeclaredIsTakenAwayAgain() {
        var found = topic("orders", Map.of("partitions", "2", "cleanup.policy", "compact", "retention.ms", "1000"));

        var plan = Comparison.plan(List.of(TOPIC), List.of(found), List.of());

        assertThat(plan.changes().get(0).fields()).containsExactly(new FieldChange("retention.ms", "1000", ""));
    }

    @Test
    void whatPinotFillsInIsNoDifference() {
        var found = new Resource(
                Kind.PINOT_TABLE, "orders_current", Map.of("segmentsConfig.replication", "1", "isDimTable", "false"));

        assertThat(Comparison.plan(List.of(PINOT), List.of(found), List.of()).isEmpty())
                .isTrue();
    }

    @Test
    void whatWasAppliedAndIsDeclaredNoMoreIsRemovedStoresBeforeTopics() {
        var plan = Comparison.plan(List.of(), List.of(TOPIC, SCHEMA, PINOT), List.of(TOPIC, SCHEMA, PINOT));

        assertThat(plan.changes())
                .extracting(Change::title)
                .containsExactly(
                        "delete pinot table orders_current",
                        "delete pinot schema orders_current",
                        "delete topic orders");
        assertThat(plan.destructive()).extracting(Change::kind).containsExactly(Kind.PINOT_TABLE, Kind.TOPIC);
    }

    @Test
    void whatNobodyAppliedIsNeverRemoved() {
        assertThat(Comparison.plan(List.of(), List.of(TOPIC, PINOT), List.of()).isEmpty())
                .isTrue();
    }

    @Test
    void whatIsGoneAlreadyNeedsNoRemoval() {
        assertThat(Comparison.plan(List.of(), List.of(), List.of(TOPIC)).isEmpty())
                .isTrue();
    }

    @Test
    void anotherNumberOfPartitionsIsRefusedWithTheWayOut() {
        var found = topic("orders", Map.of("partitions", "3", "cleanup.policy", "compact"));

        var plan = Comparison.plan(List.of(TOPIC), List.of(found), List.of(TOPIC));

        assertThat(plan.refused()).singleElement().satisfies(change -> assertThat(change.reason())
                .contains("topic orders has 3 partitions, not 2")
                .contains("declare 3"));
    }

    @Test
    void anotherKeyIsRefused() {
        var found = new Resource(Kind.PINOT_SCHEMA, "orders_current", Map.of("key", "region", "columns[id]", "LONG"));

        var plan = Comparison.plan(List.of(SCHEMA), List.of(found), List.of(SCHEMA));

        assertThat(plan.refused()).singleElement().satisfies(change -> assertThat(change.reason())
                .contains("is region, not id"));
    }

    @Test
    void aTableThatAJobReadsNoMoreIsNoChangeOfItsKey() {
        var wanted = new Resource(Kind.FLINK_JOB, "shop realtime", Map.of("groupId", "g"));
        var found = new Resource(Kind.FLINK_JOB, "shop realtime", Map.of("groupId", "g", "public.orders key", "id"));

        var plan = Comparison.plan(List.of(wanted), List.of(found), List.of(found));

        assertThat(plan.changes()).singleElement().extracting(Change::verdict).isEqualTo(Verdict.SAFE);
    }

    @Test
    void aSlotThatVanishedIsNotMadeAnewInSilence() {
        var first = Comparison.plan(List.of(SLOT), List.of(), List.of());
        var later = Comparison.plan(List.of(SLOT), List.of(), List.of(SLOT));

        assertThat(first.refused()).isEmpty();
        assertThat(later.refused()).singleElement().satisfies(change -> assertThat(change.reason())
                .contains("changes since its last position are lost"));
    }

    @Test
    void aSlotThatIsThereAndLacksChangesIsAnotherAndNotGone() {
        var found = new Resource(
                Kind.SLOT, "lakehouse_shop", Map.of("plugin", "pgoutput", Resource.MISSING_CHANGES, "log was removed"));

        var later = Comparison.plan(List.of(SLOT), List.of(found), List.of(SLOT));
        var first = Comparison.plan(List.of(SLOT), List.of(found), List.of());
        var drift = Comparison.drift(List.of(SLOT), List.of(found));

        assertThat(later.refused()).singleElement().satisfies(change -> {
            assertThat(change.action()).isEqualTo(Action.UPDATE);
            assertThat(change.reason())
                    .startsWith("log was removed: changes since its last position are lost")
                    .doesNotContain("gone");
        });
        assertThat(first.refused()).singleElement().satisfies(change -> assertThat(change.reason())
                .contains("SELECT pg_drop_replication_slot('lakehouse_shop')"));
        assertThat(drift.changes()).singleElement().satisfies(change -> {
            assertThat(change.action()).isEqualTo(Action.UPDATE);
            assertThat(change.fields())
                    .containsExactly(new FieldChange(Resource.MISSING_CHANGES, "", "log was removed"));
        });
    }

    @Test
    void driftTellsWhatWasAppliedAndWhatWasFound() {
        var found = topic("orders", Map.of("partitions", "2", "cleanup.policy", "delete"));

        var drift = Comparison.drift(List.of(TOPIC, PINOT), List.of(found));

        assertThat(drift.changes()).extracting(Change::action).containsExactly(Action.UPDATE, Action.DELETE);
        assertThat(drift.changes().get(0).fields())
                .containsExactly(new FieldChange("cleanup.policy", "compact", "delete"));
    }

    /** Taking every step of a plan leads to a state from which there is nothing to do. */
    @Property(tries = 300)
    void aPlanThatWasFollowedLeavesNothingToDo(@ForAll long seed) {
        var random = new Random(seed);
        var desired = some(random);
        var observed = some(random);
        var applied = some(random);

        var plan = Comparison.plan(desired, observed, applied);
        var after = follow(plan, observed);

        assertThat(Comparison.plan(desired, after, applied).changes()).isEmpty();
        assertThat(Comparison.drift(desired, after).changes()).isEmpty();
    }

    private static List<Resource> follow(ChangePlan plan, List<Resource> observed) {
        var state = new HashMap<Resource.Id, Resource>();
        observed.forEach(resource -> state.put(resource.id(), resource));
        for (var change : plan.changes()) {
            if (change.action() == Action.DELETE) {
                state.remove(change.id());
                continue;
            }
            var before = state.get(change.id());
            var fields = new HashMap<>(before == null ? Map.<String, String>of() : before.fields());
            change.fields().forEach(field -> fields.put(field.field(), field.after()));
            state.put(change.id(), new Resource(change.kind(), change.name(), fields));
        }
        return List.copyOf(state.values());
    }

    private static List<Resource> some(Random random) {
        var resources = new ArrayList<Resource>();
        for (var kind : Kind.values()) {
            for (var name : List.of("a", "b", "c")) {
                if (random.nextBoolean()) {
                    var fields = new HashMap<String, String>();
                    for (var field : List.of("x", "y", "z")) {
                        if (random.nextBoolean()) {
                            fields.put(field, Integer.toString(random.nextInt(2)));
                        }
                    }
                    resources.add(new Resource(kind, name, fields));
                }
            }
        }
        return resources;
    }

    private static Resource topic(String name, Map<String, String> fields) {
        return new Resource(Kind.TOPIC, name, fields);
    }
}
