package io.lakehouse.contract.job;

import java.util.Set;

/** The SCD2 tables, as far as others have to know them: the batch makes them. */
public final class Silver {
    /** The columns that an SCD2 table has beside the source's; no column of a source may have one of these names. */
    public static final Set<String> OWN_COLUMNS = Set.of(
            "effective_start_ts",
            "effective_end_ts",
            "is_current",
            "is_deleted",
            "row_hash",
            "version_order_key",
            "event_id",
            "run_id",
            "last_order_key");

    private Silver() {}
}
