package io.lakehouse.platform.source;

import io.lakehouse.contract.declaration.TableDeclaration;
import io.lakehouse.contract.declaration.TableShape;
import io.lakehouse.contract.job.Silver;
import io.lakehouse.platform.engine.Place;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;

/** Names of columns that are two in PostgreSQL and one in the lake, which does not tell upper from lower case. */
final class NameFindings {
    private NameFindings() {}

    static List<CaptureFinding> of(TableShape shape, TableDeclaration declaration, Place place) {
        if (!declaration.lake().enabled()) {
            return List.of();
        }
        var findings = new ArrayList<CaptureFinding>();
        var taken = new HashMap<String, String>();
        for (var column : shape.columns()) {
            var lower = column.name().toLowerCase(Locale.ROOT);
            var other = taken.putIfAbsent(lower, column.name());
            if (other != null) {
                findings.add(refused(
                        shape,
                        place,
                        "columns \"" + other + "\" and \"" + column.name() + "\" of " + shape.qualifiedName()
                                + " are one to the lake, which does not tell upper from lower case"));
            }
            if (Silver.OWN_COLUMNS.contains(lower)) {
                findings.add(refused(
                        shape,
                        place,
                        "column \"" + column.name() + "\" of " + shape.qualifiedName()
                                + " has the name of one that every SCD2 table has"));
            }
        }
        return findings;
    }

    private static CaptureFinding refused(TableShape shape, Place place, String reason) {
        return CaptureFinding.refused(
                place.at("lake"),
                shape.qualifiedName(),
                reason + ": rename it in the source, or leave the lake off (lake.enabled: false)",
                "");
    }
}
