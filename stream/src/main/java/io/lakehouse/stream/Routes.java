package io.lakehouse.stream;

import io.lakehouse.contract.job.TableRoute;
import java.io.Serializable;
import java.util.List;

/**
 * The routes of a job in the form that travels to its tasks. The contract's records are not serializable by Java, and
 * need not be: they travel as JSON everywhere.
 */
final class Routes implements Serializable {
    private static final long serialVersionUID = 1L;

    private final String json;

    Routes(List<TableRoute> routes) {
        this.json = JobSpecs.write(routes.toArray(TableRoute[]::new));
    }

    List<TableRoute> list() {
        return List.of(JobSpecs.read(json, TableRoute[].class));
    }
}
