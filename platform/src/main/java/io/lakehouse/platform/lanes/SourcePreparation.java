package io.lakehouse.platform.lanes;

import io.lakehouse.contract.declaration.Pipeline;
import io.lakehouse.contract.declaration.Source;
import io.lakehouse.contract.declaration.TableDeclaration;
import io.lakehouse.contract.job.TableRoute;
import io.lakehouse.platform.config.DeclaredPipeline;
import io.lakehouse.platform.engine.Home;
import io.lakehouse.platform.plan.PipelinePlan;
import io.lakehouse.platform.plan.SourceAccess;
import io.lakehouse.platform.plan.TableEvolution;
import io.lakehouse.platform.plan.diff.Change;
import io.lakehouse.platform.plan.diff.Change.Action;
import io.lakehouse.platform.plan.diff.Change.Verdict;
import io.lakehouse.platform.plan.diff.FieldChange;
import io.lakehouse.platform.plan.diff.Kind;
import io.lakehouse.platform.source.CaptureFinding;
import io.lakehouse.platform.source.Databases;
import io.lakehouse.platform.source.SeenTable;
import io.lakehouse.platform.source.SourceDatabase;
import java.util.ArrayList;
import java.util.List;

/** What must be in the source before it can be told what a pipeline becomes: the database and the declared tables. */
final class SourcePreparation {
    private final Home home;
    private final DeclaredPipeline declared;
    private final SourceAccess access;
    private final SourceDatabase database;

    SourcePreparation(Home home, DeclaredPipeline declared, SourceAccess access, SourceDatabase database) {
        this.home = home;
        this.declared = declared;
        this.access = access;
        this.database = database;
    }

    /** What is missing and will be made; empty when the tables can be looked at. */
    List<Change> missing() {
        var changes = new ArrayList<Change>();
        var isThere = isThere();
        if (!isThere) {
            changes.add(create(Kind.DATABASE, pipeline().source().database(), List.of()));
        }
        var tables = missingTables(isThere);
        if (!tables.isEmpty()) {
            changes.add(create(
                    Kind.SOURCE_TABLES,
                    declared.setup().orElseThrow().getFileName().toString(),
                    List.of(new FieldChange("tables", "", String.join(", ", tables)))));
        }
        return changes;
    }

    /** Names of the declared tables that are missing and that the setup file makes, {@code schema.table}. */
    List<String> missingTables() {
        return missingTables(isThere());
    }

    private List<String> missingTables(boolean isThere) {
        if (declared.setup().isEmpty()) {
            return List.of();
        }
        return isThere
                ? database.missing(pipeline().tables())
                : pipeline().tables().stream()
                        .map(TableDeclaration::qualifiedName)
                        .toList();
    }

    /**
     * Makes what is missing and checks that the source can be captured.
     *
     * @throws io.lakehouse.platform.engine.Failure when it cannot
     */
    void prepare() {
        if (!isThere()) {
            Databases.create(database.address(), pipeline().source().database());
        }
        declared.setup().ifPresent(setup -> database.setUp(pipeline().tables(), setup));
        CaptureFinding.require(PipelinePreflight.of(home, database.address(), declared));
    }

    /**
     * What the pipeline becomes: a table that was applied keeps every column that was ever known.
     *
     * @param applied the routes as they were applied
     * @throws io.lakehouse.platform.engine.Failure when a table is missing, or one that was not applied cannot be captured
     */
    PipelinePlan plan(List<TableRoute> applied) {
        var routes = new ArrayList<TableRoute>();
        for (var index = 0; index < pipeline().tables().size(); index++) {
            var table = pipeline().tables().get(index);
            var known = applied.stream()
                    .filter(route -> route.shape().qualifiedName().equals(table.qualifiedName()))
                    .findFirst();
            var seen = known.flatMap(route -> database.seen(table));
            routes.add(
                    known.isPresent() && seen.isPresent()
                            ? evolved(table, known.get(), seen.get())
                            : PipelinePlan.route(
                                    pipeline(),
                                    table,
                                    database.shape(table, declared.table(index)),
                                    database.generatedColumns(table, declared.table(index))));
        }
        return new PipelinePlan(pipeline(), routes);
    }

    private TableRoute evolved(TableDeclaration table, TableRoute known, SeenTable seen) {
        var evolved = TableEvolution.of(known, seen, table);
        return PipelinePlan.route(pipeline(), table, evolved.shape(), evolved.unfollowed());
    }

    /** A database of the user's is never made here: that it is missing is a failure when it is asked. */
    boolean isThere() {
        return pipeline().source() instanceof Source.External
                || Databases.exists(
                        access.platformDatabase(pipeline().source().database()),
                        pipeline().source().database());
    }

    private Pipeline pipeline() {
        return declared.pipeline();
    }

    private static Change create(Kind kind, String name, List<FieldChange> fields) {
        return new Change(Action.CREATE, kind, name, fields, Verdict.SAFE, "");
    }
}
