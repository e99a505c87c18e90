package io.lakehouse.contract.declaration;

/**
 * How {@code simulate} mixes the changes of a pipeline, unless its options say otherwise.
 *
 * @param seed where the sequence of changes starts
 * @param rate changes per second, or 0 for as fast as it goes
 * @param mix the shares of the operations
 * @param severalShare share of the transactions, 0 to 1, that change one row several times
 * @param severalStatements statements of such a transaction at most, at least 2
 */
public record SimulationDeclaration(long seed, double rate, Mix mix, double severalShare, int severalStatements) {
    /** What a pipeline does that declares nothing. */
    public static final SimulationDeclaration DEFAULT = new SimulationDeclaration(1, 100, new Mix(70, 25, 5), 0.05, 4);

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

    static void share(String path, double share) {
        if (!(share >= 0 && share <= 1)) {
            throw new InvalidDeclarationException(path, "expected a share within 0 and 1, found " + share);
        }
    }
}
