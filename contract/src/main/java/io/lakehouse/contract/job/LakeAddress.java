package io.lakehouse.contract.job;

/**
 * Where the lake is: its catalogue, its store, and the file that holds the secrets of both. They themselves never stand in
 * a job's arguments, which engines show in their web pages and logs.
 *
 * @param nessieUri Nessie's REST address, ending in {@code /api/v2}
 * @param reference branch that is read and written, {@code main} but for a batch's own branch
 * @param warehouse root of the tables, {@code s3://bucket}
 * @param s3Endpoint address of the S3 store, {@code http://host:port}
 * @param s3Region region that requests are signed for
 * @param credentialsFile path of a properties file, readable by its owner only, that {@link LakeCredentials} reads
 */
public record LakeAddress(
        String nessieUri,
        String reference,
        String warehouse,
        String s3Endpoint,
        String s3Region,
        String credentialsFile) {

    /** The same lake on another branch. */
    public LakeAddress onBranch(String branch) {
        return new LakeAddress(nessieUri, branch, warehouse, s3Endpoint, s3Region, credentialsFile);
    }
}
