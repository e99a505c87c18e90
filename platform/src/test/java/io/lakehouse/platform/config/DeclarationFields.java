package io.lakehouse.platform.config;

import io.lakehouse.contract.declaration.BatchDeclaration;
import io.lakehouse.contract.declaration.BronzeDeclaration;
import io.lakehouse.contract.declaration.ColumnsDeclaration;
import io.lakehouse.contract.declaration.DatabaseTls;
import io.lakehouse.contract.declaration.GoldView;
import io.lakehouse.contract.declaration.LakeDeclaration;
import io.lakehouse.contract.declaration.PinotIndexes;
import io.lakehouse.contract.declaration.PinotSegment;
import io.lakehouse.contract.declaration.PinotTableDeclaration;
import io.lakehouse.contract.declaration.PinotTableOptions;
import io.lakehouse.contract.declaration.Pipeline;
import io.lakehouse.contract.declaration.RowCheck;
import io.lakehouse.contract.declaration.Scd2Declaration;
import io.lakehouse.contract.declaration.SecretReference;
import io.lakehouse.contract.declaration.Source;
import io.lakehouse.contract.declaration.TableDeclaration;
import java.util.List;

/**
 * The fields of a declaration: of which record each is, how it is written, what it is when it is left out. The schema
 * and the reference page are made of it; a test compares it with what the reader knows.
 */
final class DeclarationFields {
    private static final String FREE_NAME = "^[A-Za-z][A-Za-z0-9_]{0,119}$";
    private static final String LAKE_NAME = "^[a-z][a-z0-9_]{0,119}$";

    /** Where a secret is kept. */
    static final Section SECRET = Section.of(
                    "source.password", "Where a secret is kept, one of the two. Never the secret itself.")
            .field("env", "none", SecretReference.Environment.class, "name", Form.text("^[A-Za-z_][A-Za-z0-9_]*$"))
            .field("file", "none", SecretReference.File.class, "path", Form.text())
            .oneOf("env", "file");

    private static final Section TLS = Section.of(
                    "source.tls", "How the connections to it are encrypted, those of the capture too.")
            .required(
                    "mode",
                    DatabaseTls.class,
                    "mode",
                    Form.oneOf("disable", "prefer", "require", "verify-ca", "verify-full"))
            .field("ca", "required with `verify-ca` and `verify-full`", DatabaseTls.class, "ca", Form.text());

    private static final Section SOURCE = Section.of("source", "The database. With `host` it is one of yours.")
            .required("database", Source.External.class, "database", Form.text())
            .field("setup", "none", Source.Embedded.class, "setup", Form.text())
            .field("host", "none", Source.External.class, "host", Form.text())
            .field("port", "5432", Source.External.class, "port", Form.whole(1, 65535))
            .field("user", "required with `host`", Source.External.class, "user", Form.text())
            .field("password", "required with `host`", Source.External.class, "password", Form.section(SECRET))
            .field("tls", "encrypted when the server can", Source.External.class, "tls", Form.section(TLS))
            .needs("port", "host")
            .needs("tls", "host")
            .needs("user", "host")
            .needs("password", "host")
            .needs("host", "user", "password")
            .exclusive("host", "setup");

    private static final Section COLUMNS = Section.of("tables[0].columns", "")
            .field("include", "all", ColumnsDeclaration.class, "include", Form.list(Form.text()))
            .field("exclude", "none", ColumnsDeclaration.class, "exclude", Form.list(Form.text()))
            .field("rename", "none", ColumnsDeclaration.class, "rename", Form.map(Form.text()))
            .exclusive("include", "exclude");

    private static final Section INDEXES = Section.of(
                    "tables[0].history.indexes",
                    "Of a current and a history table alike. A `numeric` column, `order_key` and `event_id` have no"
                            + " dictionary and take no index.")
            .field("inverted", "none", PinotIndexes.class, "inverted", Form.list(Form.text()))
            .field("range", "none", PinotIndexes.class, "range", Form.list(Form.text()))
            .field("json", "none", PinotIndexes.class, "json", Form.list(Form.text()))
            .field("bloom", "none", PinotIndexes.class, "bloom", Form.list(Form.text()))
            .field("sorted", "none", PinotIndexes.class, "sorted", Form.text())
            .refused("star_tree", "refused: Pinot makes none for a table with upserts, which both tables are");

    private static final Section SEGMENT = Section.of("tables[0].history.segment", "")
            .field("rows", "1000000, 0 with `size`", PinotSegment.class, "rows", Form.whole(0, Integer.MAX_VALUE))
            .field("size", "`200M`", PinotSegment.class, "bytes", Form.text("^[0-9]{1,6}[MG]$"))
            .field("time", "`24h`", PinotSegment.class, "time", Form.time());

    private static final Section CURRENT =
            pinot("current").refused("retention", "refused: a row that did not change for that long would vanish");

    private static final Section HISTORY = pinot("history")
            .field("retention", "for ever", PinotTableOptions.class, "retention", Form.text("^[0-9]{1,6}d$"));

    private static final Section CHECK = Section.of("tables[0].lake.checks[0]", "As a check constraint; NULL holds.")
            .required("name", RowCheck.class, "name", Form.text(LAKE_NAME))
            .required("sql", RowCheck.class, "sql", Form.text());

    private static final Section SCD2 = Section.of("tables[0].lake", "")
            .field("enabled", "`true`", Scd2Declaration.class, "enabled", Form.flag())
            .field("name", "`<table>_scd2`", Scd2Declaration.class, "name", Form.text(LAKE_NAME))
            .field("track", "all", Scd2Declaration.class, "track", Form.list(Form.text()))
            .field("ignore", "none", Scd2Declaration.class, "ignore", Form.list(Form.text()))
            .field("checks", "none", Scd2Declaration.class, "checks", Form.list(Form.section(CHECK)))
            .exclusive("track", "ignore");

    private static final Section TABLE = Section.of(
                    "tables[0]", "A default name is the table's in lower case, with `_` for what a store cannot hold.")
            .required("table", TableDeclaration.class, "table", Form.text())
            .field("schema", "`public`", TableDeclaration.class, "schema", Form.text())
            .field("columns", "all", TableDeclaration.class, "columns", Form.section(COLUMNS))
            .field("key", "the primary key", TableDeclaration.class, "key", Form.list(Form.text()))
            .field("current", "on", TableDeclaration.class, "current", Form.store(FREE_NAME, CURRENT))
            .field("history", "on", TableDeclaration.class, "history", Form.store(FREE_NAME, HISTORY))
            .field("lake", "on", TableDeclaration.class, "lake", Form.store(LAKE_NAME, SCD2))
            .field("simulate", "by type", TableDeclaration.class, "simulation", Form.section(SimulationFields.TABLE));

    private static final Section BRONZE = Section.of("bronze", "")
            .field("partition", "`hour`", BronzeDeclaration.class, "partition", Form.oneOf("hour", "day"))
            .field("retention", "for ever", BronzeDeclaration.class, "retention", Form.text("^[0-9]{1,6}d$"));

    private static final Section LAKE = Section.of("lake", "")
            .field("namespace", "`default`", LakeDeclaration.class, "namespace", Form.text(LAKE_NAME))
            .field(
                    "checkpoint",
                    "`source_<name>_scd2_checkpoint`",
                    LakeDeclaration.class,
                    "checkpointTable",
                    Form.text(LAKE_NAME));

    private static final Section BATCH = Section.of("batch", "Changing it takes `apply`.")
            .field("every", "none", BatchDeclaration.class, "every", Form.time())
            .field("retries", "3", BatchDeclaration.class, "retries", Form.whole(0, 100))
            .field("backoff", "`30s`", BatchDeclaration.class, "backoff", Form.time())
            .field("timeout", "`30m`", BatchDeclaration.class, "timeout", Form.time())
            .field("upkeep", "`1d`", BatchDeclaration.class, "upkeep", Form.time())
            .field("time_travel", "`7d`", BatchDeclaration.class, "timeTravel", Form.time());

    private static final Section GOLD = Section.of(
                    "gold[0]",
                    "Views of Trino in `live.<pipeline>`, made again with runs that change the columns of the lake.")
            .required("name", GoldView.class, "name", Form.text(LAKE_NAME))
            .required("sql", GoldView.class, "sql", Form.text());

    /** A whole file. */
    static final Section PIPELINE = Section.of("", "A field that is not listed here is refused, with file and line.")
            .required("name", Pipeline.class, "name", Form.text("^[a-z][a-z0-9_]{0,39}$"))
            .field("enabled", "`true`", Pipeline.class, "enabled", Form.flag())
            .required("source", Pipeline.class, "source", Form.section(SOURCE))
            .required("tables", Pipeline.class, "tables", Form.atLeastOne(Form.section(TABLE)))
            .field("capture", "none", Pipeline.class, "capture", Form.capture())
            .field("bronze", "by the hour, for ever", Pipeline.class, "bronze", Form.section(BRONZE))
            .field("lake", "as below", Pipeline.class, "lake", Form.section(LAKE))
            .field("batch", "none is scheduled", Pipeline.class, "batch", Form.section(BATCH))
            .field("gold", "none", Pipeline.class, "gold", Form.list(Form.section(GOLD)))
            .field("simulate", "as below", Pipeline.class, "simulation", Form.section(SimulationFields.MIX));

    /** Every section, in the order of the reference page. */
    static final List<Section> ALL = List.of(
            PIPELINE,
            SOURCE,
            SECRET,
            TLS,
            TABLE,
            COLUMNS,
            CURRENT,
            HISTORY,
            INDEXES,
            SEGMENT,
            SCD2,
            CHECK,
            BRONZE,
            LAKE,
            BATCH,
            GOLD,
            SimulationFields.MIX,
            SimulationFields.WEIGHTS,
            SimulationFields.SEVERAL,
            SimulationFields.TABLE,
            SimulationFields.HOT,
            SimulationFields.COLUMN,
            SimulationFields.LOOKUP);

    private DeclarationFields() {}

    private static Section pinot(String store) {
        return Section.of(
                        "tables[0]." + store,
                        "Columns are named as they stand in that Pinot table: `category` in current, `after_category` in history.")
                .field("enabled", "`true`", PinotTableDeclaration.class, "enabled", Form.flag())
                .field("name", "`<table>_" + store + "`", PinotTableDeclaration.class, "name", Form.text(FREE_NAME))
                .field("indexes", "none", PinotTableOptions.class, "indexes", Form.section(INDEXES))
                .field("partitions", "2", PinotTableOptions.class, "partitions", Form.whole(1, 1000))
                .field("replication", "1", PinotTableOptions.class, "replication", Form.whole(1, 1000))
                .field("segment", "rare commits", PinotTableOptions.class, "segment", Form.section(SEGMENT));
    }
}
