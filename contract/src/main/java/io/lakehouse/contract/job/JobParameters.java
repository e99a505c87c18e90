package io.lakehouse.contract.job;

/** What a running job tells about itself. */
public final class JobParameters {
    /** Global parameter of a Flink job: the JSON of the spec that it was started with. */
    public static final String SPEC = "lakehouse.spec";

    private JobParameters() {}
}
