package io.lakehouse.platform.lanes;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakehouse.contract.declaration.Column;
import io.lakehouse.contract.declaration.ColumnType;
import io.lakehouse.contract.declaration.DatabaseTls;
import io.lakehouse.contract.declaration.SecretReference;
import io.lakehouse.contract.declaration.Source;
import io.lakehouse.contract.declaration.TableShape;
import io.lakehouse.contract.declaration.TypeName;
import io.lakehouse.contract.job.TableRoute;
import io.lakehouse.platform.config.Pipelines;
import io.lakehouse.platform.config.PlatformSettings;
import io.lakehouse.platform.engine.Checkout;
import io.lakehouse.platform.engine.Failure;
import io.lakehouse.platform.engine.Home;
import io.lakehouse.platform.lanes.AppliedPipeline.AppliedJob;
import io.lakehouse.platform.lanes.AppliedPipeline.AppliedSource;
import io.lakehouse.platform.plan.Blueprint;
import io.lakehouse.platform.plan.Selection;
import io.lakehouse.platform.plan.diff.Kind;
import io.lakehouse.platform.plan.diff.Resource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a home remembers of the pipelines that were applied. */
class LanesTest {
    private static final TableShape ORDERS = new TableShape(
            "Shop",
            "My Orders",
            List.of(
                    new Column("id", ColumnType.of(TypeName.BIGINT), false),
                    new Column("price", new ColumnType(TypeName.NUMERIC, 10, 2), true)),
            List.of("id"));
    private static final AppliedPipeline SHOP = new AppliedPipeline(
            "shop",
            "/declarations/shop.yaml",
            new AppliedSource("db.example", 5433, "shop", "capture", "SHOP_PASSWORD", "", DatabaseTls.DEFAULT),
            "gold",
            "shop_runs",
            List.of(new TableRoute(ORDERS, "shop.Shop.My_Orders", "orders_now", "", "orders_scd2")),
            List.of(new AppliedJob("shop realtime", "io.lakehouse.stream.RealtimeJob", List.of("--spec", "{}"))),
            List.of(new Resource(Kind.TOPIC, "orders_now", Map.of("partitions", "2"))));

    @TempDir
    Path folder;

    @Test
    void whatIsRememberedIsReadBackWhole() {
        var home = new Home(folder, 0);

        Lanes.remember(home, SHOP);

        assertThat(Lanes.applied(home, "shop")).contains(SHOP);
        assertThat(Lanes.names(home)).containsExactly("shop");
    }

    @Test
    void itIsReadableByItsOwnerOnly() throws Exception {
        var home = new Home(folder, 0);

        Lanes.remember(home, SHOP);

        assertThat(Files.getPosixFilePermissions(folder.resolve("data/pipelines/shop.json")))
                .hasSize(2);
    }

    @Test
    void whatAPurgedHomeLeavesInADatabaseThatDoesNotAnswerIsToldWithItsSql() {
        var home = new Home(folder, 0);
        Lanes.remember(home, SHOP);

        var result = PurgedSources.drop(home, () -> {
            throw new Failure("no declarations");
        });

        assertThat(result.dropped()).isEmpty();
        assertThat(result.left()).singleElement().satisfies(line -> assertThat(line)
                .contains(
                        "database shop of db.example:5433",
                        "SELECT pg_drop_replication_slot('lakehouse_shop'); DROP PUBLICATION \"lakehouse_shop\";",
                        "no declarations"));
    }

    @Test
    void aPipelineThatIsForgottenWasNeverThere() {
        var home = new Home(folder, 0);
        Lanes.remember(home, SHOP);

        Lanes.forget(home, "shop");
        Lanes.forget(home, "shop");

        assertThat(Lanes.applied(home, "shop")).isEmpty();
        assertThat(Lanes.names(home)).isEmpty();
    }

    @Test
    void aPipelineIsOnWhenItIsEnabledOrWasAppliedByItsName() throws Exception {
        var folderOfDeclarations = Files.createDirectories(folder.resolve("declarations"));
        for (var name : List.of("other", "sales", "shop")) {
            Files.writeString(
                    folderOfDeclarations.resolve(name + ".yaml"),
                    "{name: %s, enabled: %s, source: {database: d}, tables: [{table: %s}]}"
                            .formatted(name, name.equals("sales"), name));
        }
        var blueprint = blueprint(Pipelines.read(folderOfDeclarations), Selection.ALL);

        assertThat(active(blueprint)).containsExactly("sales");
        Lanes.remember(blueprint.home(), SHOP);
        assertThat(active(blueprint)).containsExactly("sales", "shop");
        assertThat(Lanes.undeclared(blueprint)).isEmpty();
        assertThat(Lanes.undeclared(blueprint(new Pipelines(List.of()), Selection.ALL)))
                .containsExactly("shop");
        Lanes.forget(blueprint.home(), "shop");
        assertThat(active(blueprint)).containsExactly("sales");
    }

    @Test
    void aPipelineIsUpWithEveryLaneThatSomethingOfItWasMadeIn() {
        var none = new Pipelines(List.of());
        var all = blueprint(none, Selection.ALL);
        assertThat(Lanes.areUp(blueprint(none, Selection.LAKE), "shop")).isTrue();
        Lanes.remember(all.home(), SHOP);
        assertThat(Lanes.areUp(blueprint(none, Selection.LAKE), "shop")).isTrue();
        Lanes.remember(
                all.home(),
                new AppliedPipeline(
                        SHOP.name(),
                        SHOP.file(),
                        SHOP.source(),
                        SHOP.namespace(),
                        SHOP.checkpointTable(),
                        SHOP.routes(),
                        SHOP.jobs(),
                        List.of(new Resource(Kind.PINOT_TABLE, "orders_now", Map.of()))));

        assertThat(Lanes.areUp(all, "shop")).isTrue();
        assertThat(Lanes.areUp(blueprint(none, Selection.REALTIME), "shop")).isTrue();
        assertThat(Lanes.areUp(blueprint(none, Selection.LAKE), "shop")).isFalse();
    }

    private Blueprint blueprint(Pipelines pipelines, Selection selection) {
        return new Blueprint(
                folder, new Home(folder, 0), Checkout.catalogue(), PlatformSettings.none(), pipelines, selection);
    }

    private static List<String> active(Blueprint blueprint) {
        return Lanes.active(blueprint).stream()
                .map(declared -> declared.pipeline().name())
                .toList();
    }

    @Test
    void thePipelineIsTheOneThatWasAppliedWithoutItsDeclaration() {
        var plan = SHOP.plan();

        assertThat(plan.routes()).isEqualTo(SHOP.routes());
        assertThat(plan.pipeline().slot()).isEqualTo("lakehouse_shop");
        assertThat(plan.pipeline().lake().namespace()).isEqualTo("gold");
        assertThat(plan.pipeline().tables()).singleElement().satisfies(table -> {
            assertThat(table.qualifiedName()).isEqualTo("Shop.My Orders");
            assertThat(table.history().enabled()).isFalse();
            assertThat(plan.pipeline().rawTopic(table)).isEqualTo("shop.Shop.My_Orders");
        });
    }

    @Test
    void theSourceKeepsThePlaceOfItsPasswordAndNeverThePassword() {
        var inFile = new Source.External("h", 1, "d", "u", new SecretReference.File("secret.txt"));
        var inEnvironment = new Source.External("h", 1, "d", "u", new SecretReference.Environment("P"));
        var own = new Source.Embedded("d", "");

        assertThat(AppliedSource.of(inFile).toSource()).isEqualTo(inFile);
        assertThat(AppliedSource.of(inEnvironment).toSource()).isEqualTo(inEnvironment);
        assertThat(AppliedSource.of(own).toSource()).isEqualTo(own);
    }

    @Test
    void onlyOneAtATimeChangesAPipeline() {
        var home = new Home(folder, 0);

        try (var held = PipelineLock.tryAcquire(home, "shop").orElseThrow()) {
            assertThat(held).isNotNull();
            assertThat(PipelineLock.tryAcquire(home, "shop")).isEmpty();
            assertThat(PipelineLock.tryAcquire(home, "other")).isPresent();
        }
        assertThat(PipelineLock.tryAcquire(home, "shop")).isPresent();
    }
}
