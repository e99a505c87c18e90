package io.lakehouse.contract.job;

import java.util.List;

/**
 * What one SCD2 run is started with, or the upkeep of what runs have written.
 *
 * @param pipeline the pipeline's name
 * @param runId identity of the run, sortable by its start
 * @param lake where the lake is; its reference is the branch that is published to
 * @param bronzeNamespace namespace of the bronze table
 * @param bronzeTable name of the bronze table
 * @param silverNamespace namespace of the SCD2 tables and the checkpoint
 * @param checkpointTable name of the checkpoint table
 * @param reportFile path where the run writes its {@link BatchReport} as JSON
 * @param abandoned identities of earlier runs that are known to have died, or whose result nobody needs any more: what
 *     they left is deleted
 * @param tables the tables of the run
 * @param upkeep what is done instead of the run
 */
public record BatchSpec(
        String pipeline,
        String runId,
        LakeAddress lake,
        String bronzeNamespace,
        String bronzeTable,
        String silverNamespace,
        String checkpointTable,
        String reportFile,
        List<String> abandoned,
        List<TableRoute> tables,
        Upkeep upkeep) {
    /** Exit code of a run whose result the audit rejected: nothing was published, and its branch is kept. */
    public static final int REJECTED = 3;

    /** What the message of the commit that published upkeep begins with, whatever the pipeline. */
    public static final String UPKEEP = "Upkeep ";

    /** What stands in that message before the moment from which on every published state can be read, ISO 8601. */
    public static final String READABLE_SINCE = ", readable since ";

    private static final String OF_PIPELINE = " of pipeline ";

    /** Refuses a run without tables. */
    public BatchSpec {
        abandoned = List.copyOf(abandoned);
        tables = List.copyOf(tables);
        if (tables.isEmpty()) {
            throw new IllegalArgumentException("pipeline " + pipeline + ": the batch has no table to keep");
        }
    }

    /** A run. */
    public BatchSpec(
            String pipeline,
            String runId,
            LakeAddress lake,
            String bronzeNamespace,
            String bronzeTable,
            String silverNamespace,
            String checkpointTable,
            String reportFile,
            List<String> abandoned,
            List<TableRoute> tables) {
        this(
                pipeline,
                runId,
                lake,
                bronzeNamespace,
                bronzeTable,
                silverNamespace,
                checkpointTable,
                reportFile,
                abandoned,
                tables,
                Upkeep.NONE);
    }

    /** Upkeep of the same tables. */
    public BatchSpec with(Upkeep instead) {
        return new BatchSpec(
                pipeline,
                runId,
                lake,
                bronzeNamespace,
                bronzeTable,
                silverNamespace,
                checkpointTable,
                reportFile,
                abandoned,
                tables,
                instead);
    }

    /** What the last line of a run or an upkeep that failed begins with; why stands behind it. */
    public String failure() {
        return "batch " + runId + OF_PIPELINE + pipeline + " failed: ";
    }

    /** First line of the message of the commit that publishes the run or the upkeep. */
    public String publication() {
        return (upkeep.due() ? UPKEEP + runId + OF_PIPELINE : publicationOf(runId)) + pipeline;
    }

    /** What the message of the commit that published a run begins with, whatever the pipeline. */
    public static String publicationOf(String runId) {
        return "SCD2 run " + runId + OF_PIPELINE;
    }
}
