package io.lakehouse.platform.source.tpch;

import io.trino.tpch.GenerateUtils;
import io.trino.tpch.OrderGenerator;
import io.trino.tpch.SupplierGenerator;
import java.math.BigDecimal;

/**
 * How much of TPC-H's data there is: at 1 about a gigabyte, with 1,500,000 orders.
 *
 * @param value the scale factor, 0.01 to 1000; the specification's own begin at 1
 */
public record ScaleFactor(BigDecimal value) {
    private static final BigDecimal LEAST = new BigDecimal("0.01");

    private static final int PARTS_PER_SUPPLIER = 20;
    private static final int SUPPLIERS_PER_PART = 4;

    /** Beyond it the keys of parts no longer fit an integer. */
    private static final BigDecimal MOST = new BigDecimal("1000");

    /**
     * Refuses what is out of range.
     *
     * @throws IllegalArgumentException when it is
     */
    public ScaleFactor {
        value = value.stripTrailingZeros();
        if (value.compareTo(LEAST) < 0 || value.compareTo(MOST) > 0) {
            throw new IllegalArgumentException("a scale factor is between " + LEAST + " and " + MOST);
        }
        if (hasDoubledSuppliers(
                GenerateUtils.calculateRowCount(SupplierGenerator.SCALE_BASE, value.doubleValue(), 1, 1))) {
            throw new IllegalArgumentException("at " + value.toPlainString()
                    + " TPC-H gives a part the same supplier twice; it does not at 0.01, nor from 0.024 on");
        }
    }

    /** Clause 4.2.3 spreads the 4 suppliers of a part by a formula that meets itself when there are few suppliers. */
    private static boolean hasDoubledSuppliers(long suppliers) {
        for (int step = 0; step < PARTS_PER_SUPPLIER; step++) {
            for (int other = 1; other < SUPPLIERS_PER_PART; other++) {
                if (other * (suppliers / SUPPLIERS_PER_PART + step) % suppliers == 0) {
                    return true;
                }
            }
        }
        return false;
    }

    /** The scale factor that a text names, {@code 0.1}. */
    public static ScaleFactor of(String text) {
        return new ScaleFactor(new BigDecimal(text));
    }

    double factor() {
        return value.doubleValue();
    }

    /** Rows of orders. */
    long orders() {
        return rows(OrderGenerator.SCALE_BASE);
    }

    /** Rows of a table that has so many at scale factor 1. */
    long rows(int atOne) {
        return GenerateUtils.calculateRowCount(atOne, factor(), 1, 1);
    }

    @Override
    public String toString() {
        return value.toPlainString();
    }
}
