package io.lakehouse.platform.lanes;

import io.lakehouse.contract.declaration.Pipeline;
import io.lakehouse.contract.declaration.Source;
import io.lakehouse.contract.declaration.TableShape;
import io.lakehouse.platform.config.DeclaredPipeline;
import io.lakehouse.platform.plan.SourceAccess;
import io.lakehouse.platform.plan.diff.Change;
import io.lakehouse.platform.plan.diff.Change.Action;
import io.lakehouse.platform.plan.diff.Change.Verdict;
import io.lakehouse.platform.plan.diff.FieldChange;
import io.lakehouse.platform.plan.diff.Kind;
import io.lakehouse.platform.source.CaptureFinding;
import io.lakehouse.platform.source.Databases;
import io.lakehouse.platform.source.SourceDatabase;
import java.util.ArrayList;
import java.util.List;

/** What must be in the source before it can be told what a pipeline becomes: the database and the declared tables. */
final class SourcePreparation {
    private final DeclaredPipeline declared;
    private final SourceAccess access;
    private final SourceDatabase database;

    SourcePreparation(DeclaredPipeline declared, SourceAccess access, SourceDatabase database) {
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
        declared.setup().ifPresent(setup -> {
            var tables = isThere
                    ? database.missing(pipeline().tables())
                    : pipeline().tables().stream()
                            .map(table -> table.qualifiedName())
                            .toList();
            if (!tables.isEmpty()) {
                changes.add(create(
                        Kind.SOURCE_TABLES,
                        setup.getFileName().toString(),
                        List.of(new FieldChange("tables", "", String.join(", ", tables)))));
            }
        });
        return changes;
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
        CaptureFinding.require(PipelinePreflight.of(database.address(), declared));
    }

    /**
     * The declared tables as the catalogue describes them.
     *
     * @throws io.lakehouse.platform.engine.Failure when one is missing or cannot be captured
     */
    List<TableShape> shapes() {
        var shapes = new ArrayList<TableShape>();
        for (var index = 0; index < pipeline().tables().size(); index++) {
            shapes.add(database.shape(pipeline().tables().get(index), declared.table(index)));
        }
        return shapes;
    }

    /** A database of the user's is never made here: that it is missing is a failure when it is asked. */
    private boolean isThere() {
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
