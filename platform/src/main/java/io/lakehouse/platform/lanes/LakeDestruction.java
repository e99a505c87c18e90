package io.lakehouse.platform.lanes;

import io.lakehouse.contract.job.Bronze;
import io.lakehouse.contract.job.RunIdentity;
import io.lakehouse.platform.lake.LakeCatalogue;
import io.lakehouse.platform.lake.LakeReferences;
import io.lakehouse.platform.plan.Blueprint;
import io.lakehouse.platform.plan.PipelinePlan;
import io.lakehouse.platform.supervise.BatchHistory;
import java.util.ArrayList;
import java.util.List;

/** What a pipeline leaves in the lake: its tables, the branches that its runs kept, and the history of these. */
final class LakeDestruction {
    private final Blueprint blueprint;
    private final PipelinePlan plan;
    private final LakeCatalogue tables;
    private final LakeReferences references;

    LakeDestruction(Blueprint blueprint, PipelinePlan plan) {
        var nessie = blueprint.addresses().nessie();
        var branch = blueprint.lake().reference();
        this.blueprint = blueprint;
        this.plan = plan;
        this.tables = new LakeCatalogue(nessie, branch);
        this.references = new LakeReferences(nessie, branch);
    }

    /** How it goes, in order. */
    List<DestructionStep> steps() {
        var lake = plan.pipeline().lake();
        var steps = new ArrayList<DestructionStep>();
        steps.add(table(Bronze.NAMESPACE, name()));
        plan.routes().stream()
                .filter(route -> !route.silverTable().isEmpty())
                .forEach(route -> steps.add(table(lake.namespace(), route.silverTable())));
        steps.add(table(lake.namespace(), lake.checkpointTable()));
        steps.add(branches());
        steps.add(new DestructionStep(
                "history and logs of its batches",
                () -> BatchHistory.isThere(blueprint.home(), name()),
                () -> BatchHistory.forget(blueprint.home(), name())));
        return steps;
    }

    private DestructionStep table(String namespace, String table) {
        return new DestructionStep(
                "lake table " + namespace + "." + table,
                () -> tables.has(namespace, table),
                () -> tables.drop(namespace, table));
    }

    private DestructionStep branches() {
        var prefix = RunIdentity.branches(name());
        return new DestructionStep(
                "nessie branches " + prefix + "* of its runs",
                () -> !references.branches(prefix).isEmpty(),
                () -> {
                    for (var branch : references.branches(prefix)) {
                        references.deleteBranch(branch);
                    }
                });
    }

    private String name() {
        return plan.pipeline().name();
    }
}
