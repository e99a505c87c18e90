package io.lakehouse.contract.job;

/**
 * What a Spark session that stays is told to run: one line of JSON on its standard input for each. It answers each with
 * one line on its standard output, the exit code that a process of the run's own would have ended with.
 *
 * @param spec the run
 * @param log path of the file that takes what the run prints and logs
 */
public record BatchOrder(BatchSpec spec, String log) {}
