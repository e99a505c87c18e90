package io.lakehouse.platform.query.live;

import java.time.Instant;

/**
 * From where on one partition of a raw topic is read beside the lake, and how to tell that nothing from there on is lost.
 *
 * @param partition number of the partition
 * @param published one above the last offset that the lake holds; 0 when it holds none
 * @param from the first offset that is read: not below {@code published}, and above the commit markers behind it
 * @param keptUntil the moment before which retention can have deleted nothing from {@code from} on; {@link Instant#MAX}
 *     when the topic keeps everything
 */
public record TailBound(int partition, long published, long from, Instant keptUntil) {
    /** Refuses a range that would leave out what is not in the lake. */
    public TailBound {
        if (partition < 0 || published < 0 || from < published) {
            throw new IllegalArgumentException("partition " + partition + " is published up to " + published
                    + ", so that it cannot be read from " + from);
        }
    }
}
