package io.lakehouse.contract.declaration;

/**
 * Where in the lake a pipeline's SCD2 tables are.
 *
 * @param namespace the namespace of the SCD2 tables and the checkpoint
 * @param checkpointTable the table with one row per published run and table
 */
public record LakeDeclaration(String namespace, String checkpointTable) {
    /** The namespace of a declaration that names none. */
    public static final String DEFAULT_NAMESPACE = "default";

    /** Refuses names that the lake cannot hold. */
    public LakeDeclaration {
        Names.lake("namespace", namespace);
        Names.lake("checkpoint", checkpointTable);
    }

    /** {@code source_<pipeline>_scd2_checkpoint}: the usual name of the checkpoint. */
    public static String checkpointName(String pipeline) {
        return "source_" + Names.pipeline("name", pipeline) + "_scd2_checkpoint";
    }

    /** The usual places. */
    public static LakeDeclaration of(String pipeline) {
        return new LakeDeclaration(DEFAULT_NAMESPACE, checkpointName(pipeline));
    }
}
