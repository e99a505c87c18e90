package io.lakehouse.contract.job;

/**
 * The compacted topic by which running jobs learn the routes of their pipeline: the key is {@code schema.table} in UTF-8,
 * the value a {@link TableRoute} as JSON. It has one partition, so that routes are read in the order of their
 * publication.
 */
public final class RouteMessages {
    private RouteMessages() {}

    /** Name of the topic of a pipeline. */
    public static String topic(String pipeline) {
        return pipeline + ".routes";
    }
}
