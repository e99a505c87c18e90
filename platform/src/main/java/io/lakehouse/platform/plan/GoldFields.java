package io.lakehouse.platform.plan;

import io.lakehouse.contract.declaration.GoldView;
import io.lakehouse.platform.plan.diff.Kind;
import io.lakehouse.platform.plan.diff.Resource;
import java.util.List;
import java.util.Map;

/** Declared views as objects that are compared and remembered, named {@code <pipeline>.<view>}. */
public final class GoldFields {
    private static final String SQL = "sql";

    private GoldFields() {}

    static List<Resource> resources(String pipeline, List<GoldView> views) {
        return views.stream()
                .map(view -> new Resource(Kind.GOLD_VIEW, pipeline + "." + view.name(), Map.of(SQL, view.sql())))
                .toList();
    }

    /** The views among the objects of a pipeline. */
    public static List<GoldView> of(List<Resource> resources) {
        return resources.stream()
                .filter(resource -> resource.kind() == Kind.GOLD_VIEW)
                .map(resource ->
                        new GoldView(view(resource.name()), resource.fields().get(SQL)))
                .toList();
    }

    /** The pipeline of an object's name. */
    public static String pipeline(String name) {
        return name.substring(0, name.indexOf('.'));
    }

    /** The view of an object's name. */
    public static String view(String name) {
        return name.substring(name.indexOf('.') + 1);
    }
}
