package io.lakehouse.bench.scd2;

/** One way to keep an SCD2 table up to date from bronze. */
interface Arm {
    /** Its name in the results. */
    String name();

    /** Takes in what bronze got since the last call. */
    void take();

    /** Goes back to the table as it was loaded. */
    void restart();

    /** Its SCD2 table, as SQL names it. */
    String table();
}
