package io.lakehouse.platform.lanes;

import io.lakehouse.platform.engine.Failure;
import io.lakehouse.platform.plan.Blueprint;
import java.time.Duration;
import java.util.List;

/**
 * Makes the views of an applied pipeline once Trino answers, and again now and then: in a pipeline without changes no run
 * does, and what a view says about Kafka's retention holds for a time only.
 */
final class ViewKeeper {
    private static final long REFRESH_NANOS = Duration.ofHours(1).toNanos();
    private static final long RETRY_NANOS = Duration.ofSeconds(10).toNanos();

    private final HybridViews views;
    private final GoldViews gold;
    private final AppliedPipeline applied;
    private final Blueprint blueprint;
    private final FederatedSource source;
    private String problem = "";
    private long nextNanos = System.nanoTime();

    ViewKeeper(Blueprint blueprint, AppliedPipeline applied) {
        this.views = new HybridViews(blueprint);
        this.gold = new GoldViews(blueprint);
        this.applied = applied;
        this.blueprint = blueprint;
        this.source = new FederatedSource(blueprint, applied.name());
    }

    /** What keeps the views from being made, in one sentence; nothing when they are there. */
    List<String> keep() {
        if (System.nanoTime() - nextNanos >= 0) {
            try {
                source.ensure(Lanes.source(blueprint, applied));
                views.replace(applied.plan());
                problem = String.join("; ", gold.replace(applied.plan()));
            } catch (Failure e) {
                problem = "the views over lake and tail are not up to date: " + e.getMessage();
            }
            nextNanos = System.nanoTime() + (problem.isEmpty() ? REFRESH_NANOS : RETRY_NANOS);
        }
        return problem.isEmpty() ? List.of() : List.of(problem);
    }
}
