package io.lakehouse.platform.plan;

import io.lakehouse.contract.declaration.TableDeclaration;
import io.lakehouse.contract.job.TableRoute;
import io.lakehouse.platform.plan.diff.Kind;
import io.lakehouse.platform.plan.diff.Resource;
import io.lakehouse.platform.query.live.HybridView;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The views over lake and tail that the tables of a pipeline have, by their names. */
public final class HybridNames {
    /** What the name of the view of all versions ends in. */
    public static final String VERSIONS = "_versions";

    /** What the name of the view of the current rows ends in. */
    public static final String NOW = "_now";

    private HybridNames() {}

    /** Names of the views of a pipeline, without the schema, which has the pipeline's name. */
    public static List<String> of(PipelinePlan plan) {
        return stems(plan).values().stream()
                .flatMap(name -> List.of(name + VERSIONS, name + NOW).stream())
                .toList();
    }

    /**
     * What the names of a table's views begin with: its name in the source, with its schema where two tables have one name.
     * Tables that have no views are not among them.
     */
    public static Map<TableRoute, String> stems(PipelinePlan plan) {
        var routes = plan.routes().stream()
                .filter(route -> !route.silverTable().isEmpty()
                        && HybridView.refusal(route.shape()).isEmpty())
                .toList();
        var uses = routes.stream().collect(Collectors.groupingBy(HybridNames::plain, Collectors.counting()));
        var names = new LinkedHashMap<TableRoute, String>();
        for (var route : routes) {
            names.put(
                    route,
                    uses.get(plain(route)) == 1
                            ? plain(route)
                            : TableDeclaration.viewName(
                                    route.shape().schema() + "_" + route.shape().table()));
        }
        return names;
    }

    /** As objects that are compared, named {@code <pipeline>.<view>}: they are there or not. */
    static List<Resource> resources(PipelinePlan plan) {
        return of(plan).stream()
                .map(view -> new Resource(Kind.HYBRID_VIEW, plan.pipeline().name() + "." + view, Map.of()))
                .toList();
    }

    private static String plain(TableRoute route) {
        return TableDeclaration.viewName(route.shape().table());
    }
}
