package io.lakehouse.platform.lanes;

import io.lakehouse.contract.job.Bronze;
import io.lakehouse.contract.job.TableRoute;
import io.lakehouse.platform.engine.Failure;
import io.lakehouse.platform.engine.rest.RestException;
import io.lakehouse.platform.lake.LakeCatalogue;
import io.lakehouse.platform.plan.Blueprint;
import io.lakehouse.platform.plan.PipelinePlan;
import java.util.ArrayList;
import java.util.List;

/** What of a pipeline is not made by applying it, but by its jobs: the tables of the lake. */
final class LakeNotes {
    private LakeNotes() {}

    static List<String> of(Blueprint blueprint, PipelinePlan plan) {
        if (!blueprint.selection().hasLake() || !plan.hasLake()) {
            return List.of();
        }
        try {
            var lake = new LakeCatalogue(
                    blueprint.addresses().nessie(), blueprint.lake().reference());
            var notes = new ArrayList<String>();
            note(lake, Bronze.NAMESPACE, plan.pipeline().name(), "the bronze job makes it when it starts", notes);
            var silver = plan.pipeline().lake();
            for (var route : plan.routes()) {
                silver(lake, silver.namespace(), route, notes);
            }
            note(lake, silver.namespace(), silver.checkpointTable(), "the first batch makes it", notes);
            return notes;
        } catch (RestException e) {
            throw new Failure("nessie: " + e.getMessage(), e);
        }
    }

    private static void silver(LakeCatalogue lake, String namespace, TableRoute route, List<String> notes)
            throws RestException {
        if (!route.silverTable().isEmpty()) {
            note(
                    lake,
                    namespace,
                    route.silverTable(),
                    "the first batch with changes of " + route.shape().qualifiedName() + " makes it",
                    notes);
        }
    }

    private static void note(LakeCatalogue lake, String namespace, String table, String maker, List<String> notes)
            throws RestException {
        if (!lake.has(namespace, table)) {
            notes.add("lake table " + namespace + "." + table + " is not there yet: " + maker);
        }
    }
}
