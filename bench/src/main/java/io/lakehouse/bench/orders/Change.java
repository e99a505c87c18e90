package io.lakehouse.bench.orders;

import io.lakehouse.contract.change.Operation;
import java.math.BigDecimal;

/**
 * One change of one row. A row's columns are those of the change that made its latest version; a deletion has none.
 *
 * @param number of the change within its run, from 1; the column {@code seq} of the version that it makes
 * @param operation an insert, an update or a delete
 * @param id key of the row
 * @param account value of its column
 * @param amount value of its column
 * @param status value of its column
 */
public record Change(long number, Operation operation, long id, int account, BigDecimal amount, String status) {}
