package io.lakehouse.stream.route;

import java.io.Serializable;

/** Where the tasks of a job learn the routes of its tables. It travels to them; each opens its own. */
public interface RouteFeed extends Serializable {
    /**
     * Starts reading and returns when everything that was published before is known.
     *
     * @param task name of the task that reads, for threads and clients
     * @throws Exception when it cannot be read
     */
    Routes open(String task) throws Exception;
}
