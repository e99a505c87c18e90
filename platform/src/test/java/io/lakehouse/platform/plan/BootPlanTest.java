package io.lakehouse.platform.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.lakehouse.platform.engine.Checkout;
import io.lakehouse.platform.engine.rest.JsonRest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BootPlanTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(Selection.class)
    void everyEngineComesAfterThoseThatItNeeds(Selection selection) {
        var plan = plan(Blueprints.of(folder, selection));

        var before = new HashSet<String>();
        for (var step : plan.steps()) {
            assertThat(before).as(step.engine()).containsAll(step.needs());
            before.add(step.engine());
        }
        assertThat(before).isEqualTo(selection.engines());
    }

    @Test
    void planningLeavesTheDiskAsItWas() {
        plan(Blueprints.of(folder, Selection.ALL));

        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void aPlanIsTheSameAfterAJourneyThroughJson() throws JsonProcessingException {
        var plan = plan(Blueprints.of(folder, Selection.ALL));

        var read = JsonRest.JSON.readValue(JsonRest.JSON.writeValueAsString(plan), BootPlan.class);

        assertThat(read).isEqualTo(plan);
    }

    @Test
    void everyPortIsTheCataloguesMovedByTheOffset() {
        var plan = plan(Blueprints.of(folder, Selection.ALL));

        assertThat(plan.portOffset()).isEqualTo(Blueprints.OFFSET);
        assertThat(plan.steps()).allSatisfy(step -> {
            var declared = Checkout.catalogue().engine(step.engine()).ports();
            assertThat(step.ports().keySet()).isEqualTo(declared.keySet());
            step.ports().forEach((use, port) -> assertThat(port)
                    .as("%s %s", step.engine(), use)
                    .isEqualTo(declared.get(use) + Blueprints.OFFSET));
        });
    }

    @Test
    void theRealTimeLaneAloneRunsNothingOfTheLake() {
        var plan = plan(Blueprints.of(folder, Selection.REALTIME));

        assertThat(plan.steps())
                .extracting(BootPlan.Step::engine)
                .contains("pinot")
                .doesNotContain("s3", "nessie", "trino");
    }

    @Test
    void theLakeAloneRunsNoPinot() {
        var plan = plan(Blueprints.of(folder, Selection.LAKE));

        assertThat(plan.steps())
                .extracting(BootPlan.Step::engine)
                .contains("s3", "nessie", "trino")
                .doesNotContain("pinot");
    }

    @Test
    void anExternalEngineIsUsedFirstAndNobodyWaitsForIt() throws IOException {
        var blueprint = Blueprints.withExternal(
                folder,
                Selection.ALL,
                """
                postgres: {host: db, port: 5433, user: admin, password: {env: NOBODY_SETS_THIS}}
                flink: {rest: "http://flink:8081"}
                """);

        var plan = plan(blueprint);

        assertThat(plan.steps().stream().filter(BootPlan.Step::external).map(BootPlan.Step::engine))
                .containsExactlyInAnyOrder("postgres", "flink-jobmanager", "flink-taskmanager");
        assertThat(plan.steps().subList(0, 3)).allMatch(BootPlan.Step::external);
        assertThat(plan.steps())
                .allSatisfy(step -> assertThat(step.needs()).doesNotContain("postgres", "flink-jobmanager"));
    }

    @Test
    void anExternalEngineOfALaneThatIsOffIsNoStep() throws IOException {
        var blueprint = Blueprints.withExternal(folder, Selection.REALTIME, "trino: {url: \"http://trino:8080\"}\n");

        var plan = plan(blueprint);

        assertThat(plan.steps()).extracting(BootPlan.Step::engine).doesNotContain("trino");
    }

    @Test
    void itTellsWhatIsAppliedThenAndWhatItAllHolds() {
        var plan = plan(Blueprints.of(folder, Selection.ALL));

        assertThat(plan.pipelines()).containsExactly("sales");
        assertThat(plan.memoryMegabytes()).isBetween(1, 9 * 1024);
    }

    private static BootPlan plan(Blueprint blueprint) {
        return new Engines(blueprint, Blueprints.planned(blueprint)).plan();
    }
}
