package io.lakehouse.platform.lanes;

import io.lakehouse.contract.declaration.TableDeclaration;
import io.lakehouse.contract.job.TableRoute;
import io.lakehouse.platform.config.DeclaredPipeline;
import io.lakehouse.platform.engine.Home;
import io.lakehouse.platform.plan.Blueprint;
import io.lakehouse.platform.plan.PipelinePlan;
import io.lakehouse.platform.plan.SourceAccess;
import io.lakehouse.platform.source.AppliedTable;
import io.lakehouse.platform.source.CaptureFinding;
import io.lakehouse.platform.source.DatabaseAddress;
import io.lakehouse.platform.source.Preflight;
import io.lakehouse.platform.source.Preflight.PlacedTable;
import io.lakehouse.platform.source.SourceDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What stands in the way of a declared pipeline, found before anything of it is made. */
public final class PipelinePreflight {
    private PipelinePreflight() {}

    /**
     * The findings about a pipeline's source, those that refuse first. What applying makes is only noted.
     *
     * @throws io.lakehouse.platform.engine.Failure when the source does not answer
     */
    public static List<CaptureFinding> of(Blueprint blueprint, DeclaredPipeline declared) {
        var access = new SourceAccess(blueprint);
        var source = access.source(declared);
        var preparation = new SourcePreparation(blueprint.home(), declared, access, new SourceDatabase(source));
        var toBeMade = preparation.missingTables();
        var findings = new ArrayList<CaptureFinding>();
        if (preparation.isThere()) {
            findings.addAll(of(
                    source,
                    declared,
                    placed(blueprint.home(), declared)
                            .filter(table ->
                                    !toBeMade.contains(table.declaration().qualifiedName()))
                            .toList()));
        } else {
            findings.add(toBeMade(declared.place("source").at("database"), "", "database " + source.database(), ""));
        }
        declared.setup().ifPresent(setup -> placed(blueprint.home(), declared)
                .filter(table -> toBeMade.contains(table.declaration().qualifiedName()))
                .forEach(table -> findings.add(toBeMade(
                        table.place().at("table"),
                        table.declaration().qualifiedName(),
                        "table " + table.declaration().qualifiedName(),
                        " by " + setup.getFileName()))));
        return List.copyOf(findings);
    }

    private static CaptureFinding toBeMade(String place, String table, String what, String how) {
        return CaptureFinding.note(place, table, what + " is not there yet: applying the pipeline makes it" + how, "");
    }

    static List<CaptureFinding> of(Home home, DatabaseAddress source, DeclaredPipeline declared) {
        return of(source, declared, placed(home, declared).toList());
    }

    private static Stream<PlacedTable> placed(Home home, DeclaredPipeline declared) {
        var tables = declared.pipeline().tables();
        var applied = Lanes.applied(home, declared.pipeline().name()).map(AppliedPipeline::plan);
        return IntStream.range(0, tables.size())
                .mapToObj(index -> new PlacedTable(
                        tables.get(index),
                        declared.table(index),
                        applied.flatMap(plan -> applied(plan, tables.get(index)))
                                .orElse(null)));
    }

    private static Optional<AppliedTable> applied(PipelinePlan plan, TableDeclaration table) {
        return plan.pipeline().tables().stream()
                .filter(before -> before.qualifiedName().equals(table.qualifiedName()))
                .flatMap(before -> plan.routes().stream()
                        .map(TableRoute::shape)
                        .filter(shape -> shape.qualifiedName().equals(before.qualifiedName()))
                        .map(shape -> new AppliedTable(before, shape)))
                .findFirst();
    }

    private static List<CaptureFinding> of(
            DatabaseAddress source, DeclaredPipeline declared, List<PlacedTable> tables) {
        var pipeline = declared.pipeline();
        return new Preflight(pipeline.slot(), pipeline.publication(), declared.place(""), tables).of(source);
    }
}
