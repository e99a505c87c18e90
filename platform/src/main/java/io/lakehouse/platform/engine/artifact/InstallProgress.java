package io.lakehouse.platform.engine.artifact;

import java.time.Duration;

/** Is told how an install goes on. Several threads call it. Each call is optional to answer. */
public interface InstallProgress {
    /** Says nothing. */
    InstallProgress SILENT = new InstallProgress() {};

    /** Everything was looked at, and this is to be done. */
    default void planned(Plan plan) {}

    /** Another process installs into the same folder; this one goes on when that one has ended. */
    default void waiting(String folder) {}

    /** A download begins. */
    default void downloading(Step step) {}

    /** More bytes of a download have come. */
    default void received(Step step, long bytes) {}

    /** A download has ended, and its SHA-256 is that of the lock. */
    default void downloaded(Step step) {}

    /** An archive begins to be unpacked. */
    default void unpacking(Step step) {}

    /** An archive is unpacked. */
    default void unpacked(Step step) {}

    /** Everything is there. */
    default void finished(Plan plan, Duration took) {}

    /**
     * What an install has to do.
     *
     * @param bundles how many bundles were asked for
     * @param artifacts of how many files they consist
     * @param bytes their size
     * @param missing how many of the files are to be downloaded
     * @param missingBytes their size
     * @param archives how many archives are to be unpacked
     */
    record Plan(int bundles, int artifacts, long bytes, int missing, long missingBytes, int archives) {
        /** Whether there is anything to do. */
        public boolean complete() {
            return missing == 0 && archives == 0;
        }
    }

    /**
     * One download, or the unpacking of one archive.
     *
     * @param name the artifact's coordinates or the archive's bundle
     * @param number its place, from 1
     * @param total how many there are
     * @param bytes what is downloaded or written in all
     */
    record Step(String name, int number, int total, long bytes) {}
}
