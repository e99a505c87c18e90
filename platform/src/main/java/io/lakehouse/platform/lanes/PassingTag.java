package io.lakehouse.platform.lanes;

import io.lakehouse.contract.job.RunIdentity;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;

/**
 * The name of a tag that lives for one query. It tells when the query was asked, so that one which a query left that was
 * killed can be told from one that is in use.
 */
final class PassingTag {
    /** What the names begin with. */
    static final String PREFIX = "at_";

    private static final int RANDOM = 8;

    private PassingTag() {}

    /** A name of its own for a query that is asked now. */
    static String name(Instant now) {
        return prefix(now) + "_" + UUID.randomUUID().toString().substring(0, RANDOM);
    }

    /** Whether a tag is such a one. */
    static boolean isOne(String tag) {
        return tag.startsWith(PREFIX);
    }

    /** Whether such a tag is of a query that was asked before a moment; one that does not tell is. */
    static boolean isBefore(String tag, Instant moment) {
        var isDated = tag.matches(PREFIX + RunIdentity.PATTERN.toLowerCase(Locale.ROOT) + "_[0-9a-f]{" + RANDOM + "}");
        return !isDated || tag.compareTo(prefix(moment)) < 0;
    }

    private static String prefix(Instant moment) {
        return PREFIX + RunIdentity.of(moment).toLowerCase(Locale.ROOT);
    }
}
