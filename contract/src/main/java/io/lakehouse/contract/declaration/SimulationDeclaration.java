package io.lakehouse.contract.declaration;

/**
 * How {@code simulate} mixes the changes of a pipeline, unless its options say otherwise.
 *
 * @param seed where the sequence of changes starts
 * @param rate changes per second, or 0 for as fast as it goes
 * @param mix the shares of the operations
 * @param severalShare share of the transactions, 0 to 1, that change one row several times
 * @param severalStatements statements of such a transaction at most, at least 2
 * @param variety what else transactions do
 */
public record SimulationDeclaration(
        long seed, double rate, Mix mix, double severalShare, int severalStatements, Variety variety) {
    /** What a pipeline does that declares nothing. */
    public static final SimulationDeclaration DEFAULT =
            new SimulationDeclaration(1, 100, new Mix(70, 25, 5), 0.05, 4, Variety.DEFAULT);

    /** Refuses shares outside 0 and 1, a negative rate, and a single statement as several. */
    public SimulationDeclaration {
        if (!(rate >= 0) || Double.isInfinite(rate)) {
            throw new InvalidDeclarationException("rate", "expected changes per second, 0 or more, found " + rate);
        }
        share("several.share", severalShare);
        if (severalStatements < 2 || severalStatements > 1000) {
            throw new InvalidDeclarationException(
                    "several.statements", "expected a number within 2 and 1000, found " + severalStatements);
        }
    }

    /**
     * The shares of the operations; only their proportion counts.
     *
     * @param insert weight of inserts
     * @param update weight of updates
     * @param delete weight of deletes
     */
    public record Mix(double insert, double update, double delete) {
        /** Refuses negative weights and a mix of nothing. */
        public Mix {
            if (!(insert >= 0 && update >= 0 && delete >= 0) || !(insert + update + delete > 0)) {
                throw new InvalidDeclarationException(
                        "mix", "expected weights of insert, update and delete, none negative and one above 0");
            }
        }
    }

    /**
     * What transactions do beside plain changes. Shares are within 0 and 1.
     *
     * @param wideShare share of the transactions that change several rows of several tables
     * @param wideStatements changes of such a transaction at most, at least 2
     * @param rollbackShare share of the transactions that are rolled back
     * @param savepointShare share of the transactions with a savepoint, half of which go back to it
     * @param keyShare share of the updates that change the key; rows that others reference keep theirs
     * @param noOpShare share of the updates that set a column to the value that it has
     * @param reinsertShare share of the inserts that bring back a deleted key
     * @param zipf exponent of Zipf's law by which updates choose rows, or 0 when all rows are alike
     */
    public record Variety(
            double wideShare,
            int wideStatements,
            double rollbackShare,
            double savepointShare,
            double keyShare,
            double noOpShare,
            double reinsertShare,
            double zipf) {
        /** What a pipeline does that declares nothing. */
        public static final Variety DEFAULT = new Variety(0.1, 6, 0.02, 0.02, 0.01, 0.02, 0.02, 0);

        /** Refuses shares outside 0 and 1, a single statement as several, and an exponent that is none. */
        public Variety {
            share("wide.share", wideShare);
            if (wideStatements < 2 || wideStatements > 1000) {
                throw new InvalidDeclarationException(
                        "wide.statements", "expected a number within 2 and 1000, found " + wideStatements);
            }
            share("rollback", rollbackShare);
            share("savepoint", savepointShare);
            share("key-update", keyShare);
            share("no-op", noOpShare);
            share("reinsert", reinsertShare);
            if (!(zipf >= 0 && zipf <= 10)) {
                throw new InvalidDeclarationException("zipf", "expected an exponent within 0 and 10, found " + zipf);
            }
        }
    }

    static void share(String path, double share) {
        if (!(share >= 0 && share <= 1)) {
            throw new InvalidDeclarationException(path, "expected a share within 0 and 1, found " + share);
        }
    }
}
