package io.lakehouse.stream.route;

import io.lakehouse.contract.job.TableRoute;
import java.util.List;

/** Routes that never change. */
public final class FixedRoutes implements RouteFeed {
    private static final long serialVersionUID = 1L;

    private final String json;

    /** These routes. */
    public FixedRoutes(List<TableRoute> routes) {
        this.json = RouteJson.write(routes);
    }

    @Override
    public Routes open(String task) {
        return new Routes(RouteJson.readAll(json));
    }
}
