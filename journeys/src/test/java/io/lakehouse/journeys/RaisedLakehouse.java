package io.lakehouse.journeys;

import java.time.Duration;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store.CloseableResource;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives every journey the one platform that all of them share; whatever happens, it is down after the last. */
final class RaisedLakehouse implements ParameterResolver {
    /** The platform in JUnit's own hands, which closes it at the end of the run. */
    record Shared(Lakehouse lakehouse) implements CloseableResource {
        @Override
        public void close() {
            lakehouse.run(Duration.ofMinutes(4), "down");
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Lakehouse.class;
    }

    @Override
    public Lakehouse resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(Namespace.GLOBAL)
                .getOrComputeIfAbsent(Shared.class, key -> new Shared(Lakehouse.raise()), Shared.class)
                .lakehouse();
    }
}
