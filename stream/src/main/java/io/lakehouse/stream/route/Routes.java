package io.lakehouse.stream.route;

import io.lakehouse.contract.job.TableRoute;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The routes as they are now. One thread puts, any thread reads. */
public class Routes implements AutoCloseable {
    private final Map<String, TableRoute> byTable = new LinkedHashMap<>();
    private volatile State state = new State(0, List.of());

    /**
     * The routes at one moment.
     *
     * @param version rises with every change
     * @param routes one per table
     */
    public record State(long version, List<TableRoute> routes) {}

    /** Routes that are known from the start. */
    public Routes(Collection<TableRoute> routes) {
        put(routes);
    }

    /** What is known now. */
    public State state() {
        return state;
    }

    /** Adds routes, or puts them in the place of those of the same tables. */
    protected final void put(Collection<TableRoute> routes) {
        for (var route : routes) {
            byTable.put(route.shape().qualifiedName(), route);
        }
        state = new State(state.version() + 1, List.copyOf(byTable.values()));
    }

    @Override
    public void close() {}
}
