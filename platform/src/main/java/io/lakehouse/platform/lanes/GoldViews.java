package io.lakehouse.platform.lanes;

import io.lakehouse.contract.declaration.GoldView;
import io.lakehouse.platform.engine.Failure;
import io.lakehouse.platform.plan.Blueprint;
import io.lakehouse.platform.plan.GoldFields;
import io.lakehouse.platform.plan.PipelinePlan;
import io.lakehouse.platform.query.TrinoSql;
import io.lakehouse.platform.query.live.Views;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The views that a pipeline declares ({@code gold:}), beside those that each of its tables has. They are made once a run
 * has published, since the tables that they ask are not there before, and made again with the runs that change the columns
 * of those: Trino keeps the columns of a view as they were when it was made.
 */
final class GoldViews {
    private final HybridViews hybrid;
    private final Views views;

    GoldViews(Blueprint blueprint) {
        this.hybrid = new HybridViews(blueprint);
        this.views = new Views(new TrinoSql(blueprint.addresses().trino()));
    }

    /**
     * Makes those of a pipeline again that were not made with these texts and these columns of the lake.
     *
     * @param remembered what was made, in the file of {@link MadeViews}
     * @return as {@link #replace}
     */
    List<String> replaceChanged(PipelinePlan plan, Path remembered) {
        var texts = plan.pipeline().gold().stream().collect(Collectors.toMap(GoldView::name, GoldView::sql));
        var before = MadeViews.read(remembered);
        if (before.gold().equals(texts)
                && texts.keySet().stream()
                        .allMatch(view -> hybrid.has(plan.pipeline().name(), view))) {
            return List.of();
        }
        var problems = replace(plan);
        if (problems.isEmpty() && hybrid.hasCheckpoints(plan)) {
            before.withGold(texts).write(remembered);
        }
        return problems;
    }

    /**
     * Makes the views of a pipeline, in the order of their declaration.
     *
     * @return what kept views from being made, a sentence each; the others are made all the same
     */
    List<String> replace(PipelinePlan plan) {
        var problems = new ArrayList<String>();
        if (plan.pipeline().gold().isEmpty() || !hybrid.areMade() || !hybrid.hasCheckpoints(plan)) {
            return problems;
        }
        views.ensureSchema(plan.pipeline().name());
        for (var view : plan.pipeline().gold()) {
            try {
                views.replace(plan.pipeline().name(), view.name(), view.sql());
            } catch (Failure e) {
                problems.add("gold view " + view.name() + " of "
                        + plan.pipeline().name() + " cannot be made: " + e.getMessage());
            }
        }
        return problems;
    }

    /**
     * Drops a view, if it is there.
     *
     * @param name {@code <pipeline>.<view>}
     */
    void drop(String name) {
        if (hybrid.areMade()) {
            views.drop(GoldFields.pipeline(name), GoldFields.view(name));
        }
    }
}
