package io.lakehouse.stream.raw;

import io.lakehouse.contract.change.Row;
import io.lakehouse.contract.declaration.Column;
import io.lakehouse.contract.job.TableRoute;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A table as its route tells it, and whether a change fits that.
 *
 * @param route its route
 * @param columns the source's names of the columns that need no later route: those that it has and those that it leaves out
 */
record KnownTable(TableRoute route, Set<String> columns) {
    static KnownTable of(TableRoute route) {
        var names = Stream.concat(
                route.shape().columns().stream().map(Column::source), route.unfollowed().keySet().stream());
        return new KnownTable(route, names.collect(Collectors.toUnmodifiableSet()));
    }

    /** Refuses an image, as the source names its columns, with one that is not known. */
    void requireKnown(Row row) {
        for (var name : row.values().keySet()) {
            if (!columns.contains(name)) {
                throw new UnfitChangeException(
                        "column " + name + " of " + route.shape().qualifiedName() + " is not known", false);
            }
        }
    }

    /** Refuses a value that a column does not take whole. */
    void requireFit(Column column, String value) {
        if (Fit.fits(column, value)) {
            return;
        }
        var now = route.unfollowed().get(column.source());
        var reason = "column " + column.name() + ": '" + abbreviated(value) + "' is no " + column.type();
        throw now == null
                ? new UnfitChangeException(reason, false)
                : new UnfitChangeException(
                        reason + "; the source made it " + now + ", which its stores cannot follow: declare the table"
                                + " with other names for its stores to build them anew",
                        true);
    }

    private static String abbreviated(String text) {
        return text.length() <= 64 ? text : text.substring(0, 64) + "...";
    }
}
