package io.lakehouse.platform.config;

import io.lakehouse.contract.declaration.SimulationDeclaration;
import io.lakehouse.contract.declaration.TableSimulation;
import io.lakehouse.contract.declaration.ValueRule;

/** The fields that say how {@code simulate} changes a pipeline's tables. */
final class SimulationFields {
    private static final String MIX_PATH = "simulate.mix";

    static final Section WEIGHTS = Section.of(MIX_PATH, "One that is left out of a given `mix` is 0.")
            .field("insert", "0", SimulationDeclaration.Mix.class, "insert", Form.number(0))
            .field("update", "0", SimulationDeclaration.Mix.class, "update", Form.number(0))
            .field("delete", "0", SimulationDeclaration.Mix.class, "delete", Form.number(0));

    static final Section SEVERAL = Section.of("simulate.several", "")
            .field("share", "0.05", SimulationDeclaration.class, "severalShare", Form.share())
            .field("statements", "4", SimulationDeclaration.class, "severalStatements", Form.whole(2, 1000));

    static final Section WIDE = Section.of("simulate.wide", "")
            .field("share", "0.1", SimulationDeclaration.Variety.class, "wideShare", Form.share())
            .field("statements", "6", SimulationDeclaration.Variety.class, "wideStatements", Form.whole(2, 1000));

    static final Section MIX = Section.of("simulate", "Options of `simulate` go before these.")
            .field("seed", "1", SimulationDeclaration.class, "seed", Form.whole(Long.MIN_VALUE, Long.MAX_VALUE))
            .field("rate", "100", SimulationDeclaration.class, "rate", Form.number(0))
            .field(
                    "mix",
                    "`{insert: 70, update: 25, delete: 5}`",
                    SimulationDeclaration.class,
                    "mix",
                    Form.section(WEIGHTS))
            .described("several", "as below", "transactions that change one row several times", Form.section(SEVERAL))
            .described("wide", "as below", "transactions that change rows of several tables", Form.section(WIDE))
            .field("rollback", "0.02", SimulationDeclaration.Variety.class, "rollbackShare", Form.share())
            .field("savepoint", "0.02", SimulationDeclaration.Variety.class, "savepointShare", Form.share())
            .field("key-update", "0.01", SimulationDeclaration.Variety.class, "keyShare", Form.share())
            .field("no-op", "0.02", SimulationDeclaration.Variety.class, "noOpShare", Form.share())
            .field("reinsert", "0.02", SimulationDeclaration.Variety.class, "reinsertShare", Form.share())
            .field("zipf", "0", SimulationDeclaration.Variety.class, "zipf", Form.number(0));

    static final Section HOT = Section.of("tables[0].simulate.hot", "")
            .field(
                    "keys",
                    "none",
                    TableSimulation.class,
                    "hotKeys",
                    Form.list(Form.anyOf(Form.scalar(), Form.list(Form.scalar()))))
            .field("share", "0", TableSimulation.class, "hotShare", Form.share());

    static final Section LOOKUP = Section.of("tables[0].simulate.columns.c.lookup", "")
            .required("column", ValueRule.Lookup.class, "column", Form.text())
            .required("values", ValueRule.Lookup.class, "values", Form.map(Form.scalar()));

    static final Section COLUMN = Section.of(
                    "tables[0].simulate.columns.c", "At most one rule; without one, values are made by type.")
            .described(
                    "choice",
                    "none",
                    "one of these values: a list, or weights by value",
                    Form.anyOf(Form.list(Form.scalar()), Form.map(Form.number(0))))
            .described(
                    "range",
                    "none",
                    "a number within `[least, most]`, with as many digits after the point as they show",
                    Form.pair())
            .described(
                    "pattern",
                    "none",
                    "a text with parts `{least..most}`, `{one|other}`, `{###}` (as many digits)",
                    Form.text())
            .described("lookup", "none", "the value that belongs to that of another column", Form.section(LOOKUP))
            .described(
                    "now",
                    "none",
                    "the source's clock: `insert` sets it once, `always` at updates too",
                    Form.oneOf("insert", "always"))
            .field("nulls", "0", TableSimulation.ColumnSimulation.class, "nullShare", Form.share())
            .exclusive("choice", "range", "pattern", "lookup", "now");

    static final Section TABLE = Section.of("tables[0].simulate", "")
            .field("update", "all but the key", TableSimulation.class, "updated", Form.list(Form.text()))
            .field("weight", "1", TableSimulation.class, "weight", Form.whole(0, 1000))
            .described("hot", "none", "keys that change again and again", Form.section(HOT))
            .field("columns", "by type", TableSimulation.class, "columns", Form.map(Form.section(COLUMN)));

    private SimulationFields() {}
}
