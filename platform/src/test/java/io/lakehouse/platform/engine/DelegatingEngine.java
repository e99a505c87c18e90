package io.lakehouse.platform.engine;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** An engine that is another one, but for what whoever implements it does otherwise. */
public interface DelegatingEngine extends Engine {
    /** The other one. */
    Engine engine();

    @Override
    default String name() {
        return engine().name();
    }

    @Override
    default Set<String> needs() {
        return engine().needs();
    }

    @Override
    default Map<String, Integer> ports() {
        return engine().ports();
    }

    @Override
    default List<Address> addresses() {
        return engine().addresses();
    }

    @Override
    default Launch prepare() throws Exception {
        return engine().prepare();
    }

    @Override
    default void probe() throws Exception {
        engine().probe();
    }
}
