package io.lakehouse.realtime;

import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.pinot.common.request.PinotQuery;
import org.apache.pinot.sql.parsers.rewriter.QueryRewriter;
import org.apache.pinot.sql.parsers.rewriter.QueryRewriterFactory;

/**
 * The limit of a query that has none. Pinot 0.11 fixes it at 10 rows, which cuts most answers short without a word;
 * this is the hook by which it lets one choose.
 */
public final class DefaultLimit implements QueryRewriter {
    /** Pinot's own rewriters, in their order, and this one. */
    static final String REWRITERS = Stream.concat(
                    QueryRewriterFactory.getQueryRewriters().stream()
                            .map(QueryRewriter::getClass)
                            .map(Class::getName),
                    Stream.of(DefaultLimit.class.getName()))
            .collect(Collectors.joining(","));

    private static volatile int rows = 10;

    /** Made by Pinot. */
    public DefaultLimit() {}

    /** Sets the limit of this JVM, in rows. */
    static void rows(int limit) {
        rows = limit;
    }

    @Override
    public PinotQuery rewrite(PinotQuery query) {
        if (!query.isSetLimit()) {
            query.setLimit(rows);
        }
        return query;
    }
}
