package io.lakehouse.platform.source.tpch;

/**
 * One pair of TPC-H's refresh functions (clause 2.5 to 2.7 of the specification): RF1 inserts a thousandth of the orders
 * with their line items, RF2 deletes as many. The generator puts the orders, counted from 1, on the first 8 of every 32
 * keys; the other 24 are for those that RF1 inserts. A thousand pairs replace every order once, on the next 8 keys, so the
 * keys of four thousand pairs make a circle and the pairs never end.
 *
 * @param scale the scale factor
 * @param number which pair it is, from 1 on
 */
record RefreshPair(ScaleFactor scale, long number) {
    /** Pairs that replace every order once. */
    static final int ROUND = 1000;

    private static final int KEYS = 8;
    private static final int GENERATIONS = 4;

    /** Orders of a pair. */
    long orders() {
        return Math.max(1, scale.orders() / ROUND);
    }

    /** The first of the orders that it replaces. */
    long firstOrder() {
        return slice() * orders() + 1;
    }

    /** Which thousandth it replaces, from 0 on. */
    long slice() {
        return (number - 1) % ROUND;
    }

    /**
     * Which thousandth the contents of its inserts are generated of, from 0 on. The generator makes no others: so it is
     * the one that is replaced half a round from now, and its customers and parts are there.
     */
    long contents() {
        return (slice() + ROUND / 2) % ROUND;
    }

    /** The key that RF1 inserts an order with. */
    long insertedKey(long order) {
        return key(order, (number - 1) / ROUND + 1);
    }

    /** The key that RF2 deletes an order by. */
    long deletedKey(long order) {
        return key(order, (number - 1) / ROUND);
    }

    /** The key that an order has once this pair is done. */
    long liveKey(long order) {
        var slice = (order - 1) / orders();
        var replaced = slice >= ROUND ? 0 : Math.floorDiv(number - 1 - slice, ROUND) + 1;
        return key(order, replaced);
    }

    private static long key(long order, long generation) {
        return order / KEYS * KEYS * GENERATIONS + generation % GENERATIONS * KEYS + order % KEYS;
    }
}
