package io.lakehouse.stream;

import io.lakehouse.contract.job.TableRoute;
import io.lakehouse.stream.route.FixedRoutes;
import io.lakehouse.stream.route.RouteFeed;
import io.lakehouse.stream.route.Routes;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A feed of routes within this JVM, to which a test publishes while a job runs. */
final class PublishedRoutes implements RouteFeed {
    private static final long serialVersionUID = 1L;
    private static final Map<String, Queue<Opened>> OPENED = new ConcurrentHashMap<>();
    private static final Map<String, Queue<TableRoute>> PUBLISHED = new ConcurrentHashMap<>();

    private final String id = UUID.randomUUID().toString();
    private final FixedRoutes start;

    PublishedRoutes(List<TableRoute> start) {
        this.start = new FixedRoutes(start);
        OPENED.put(id, new ConcurrentLinkedQueue<>());
        PUBLISHED.put(id, new ConcurrentLinkedQueue<>());
    }

    /** Lets every task of the job know a route, also one that opens later. */
    void publish(TableRoute route) {
        PUBLISHED.get(id).add(route);
        OPENED.get(id).forEach(opened -> opened.publish(List.of(route)));
    }

    @Override
    public Routes open(String task) {
        var opened = new Opened(start.open(task).state().routes());
        OPENED.get(id).add(opened);
        opened.publish(List.copyOf(PUBLISHED.get(id)));
        return opened;
    }

    private static final class Opened extends Routes {
        Opened(List<TableRoute> routes) {
            super(routes);
        }

        void publish(List<TableRoute> routes) {
            put(routes);
        }
    }
}
