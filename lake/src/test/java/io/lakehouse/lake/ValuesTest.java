package io.lakehouse.lake;

import static io.lakehouse.contract.change.Operation.CREATE;
import static io.lakehouse.contract.change.Operation.DELETE;
import static io.lakehouse.contract.change.Operation.UPDATE;
import static io.lakehouse.lake.LakeFixture.at;
import static io.lakehouse.lake.LakeFixture.column;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakehouse.contract.declaration.Column;
import io.lakehouse.contract.declaration.ColumnType;
import io.lakehouse.contract.declaration.TypeName;
import io.lakehouse.lake.LakeFixture.Change;
import org.junit.jupiter.api.Test;

/** Values, names and columns, from the text of a change to the SCD2 table. */
class ValuesTest {
    private static final ColumnType MONEY = new ColumnType(TypeName.NUMERIC, 38, 10);
    private final LakeFixture lake = new LakeFixture();

    @Test
    void every_type_arrives_exactly_and_null_is_not_the_empty_text() {
        var table = LakeFixture.shape(
                "typed",
                2,
                column("Odd `name`.x", TypeName.TIMESTAMPTZ),
                column("amount", TypeName.NUMERIC),
                new Column("money", MONEY, true),
                column("small", TypeName.SMALLINT),
                column("big", TypeName.BIGINT),
                column("r", TypeName.REAL),
                column("dbl", TypeName.DOUBLE),
                column("yes", TypeName.BOOLEAN),
                column("txt", TypeName.TEXT),
                column("empty", TypeName.TEXT),
                column("nothing", TypeName.TEXT),
                column("missing", TypeName.INTEGER),
                column("uid", TypeName.UUID),
                column("d", TypeName.DATE),
                column("local", TypeName.TIMESTAMP),
                column("doc", TypeName.JSON),
                column("bin", TypeName.BYTEA));
        var image = "{\"Odd `name`.x\":\"2026-01-01T00:00:00.000001Z\",\"amount\":\"1.50\","
                + "\"money\":\"1234567890123456789012345678.0123456789\",\"small\":-32768,"
                + "\"big\":9223372036854775807,\"r\":1.1,\"dbl\":\"NaN\",\"yes\":true,\"txt\":\"ü|'\\n\",\"empty\":\"\","
                + "\"nothing\":null,\"uid\":\"6f1e7c5e-9f0b-4f5a-8f5e-0a1b2c3d4e5f\",\"d\":\"2026-01-01Z\","
                + "\"local\":\"1969-12-31T23:59:59.999999\",\"doc\":\"{\\\"a\\\": 1.0}\",\"bin\":\"3q0=\","
                + "\"dropped since\":1}";
        var micros = "1767225600000001";
        lake.append(Change.of(table, CREATE, 1, at(0) + 1, image, micros, "1.5"));
        lake.run(table);
        // The same key in another notation: it is found in the store all the same.
        lake.append(Change.of(
                table,
                DELETE,
                2,
                at(0) + 3,
                image.replace("00.000001Z", "00.000001+00:00").replace("1.50", "1.5"),
                micros,
                "1.5"));

        lake.run(table);

        assertThat(lake.versions(
                        "typed",
                        "unix_micros(`Odd ``name``.x`)",
                        "amount",
                        "money",
                        "small",
                        "big",
                        "r",
                        "dbl",
                        "yes",
                        "txt",
                        "'<' || empty || '>'",
                        "nothing",
                        "missing",
                        "uid",
                        "d",
                        "local",
                        "doc",
                        "bin",
                        "unix_micros(effective_start_ts)",
                        "unix_micros(effective_end_ts)",
                        "is_deleted"))
                .containsExactly("1767225600000001|1.50|1234567890123456789012345678.0123456789|-32768|"
                        + "9223372036854775807|1.1|NaN|true|ü|'\n|<>|null|null|6f1e7c5e-9f0b-4f5a-8f5e-0a1b2c3d4e5f|"
                        + "2026-01-01|1969-12-31 23:59:59.999999|{\"a\": 1.0}|3q0=|" + (at(0) + 1) + "|" + (at(0) + 3)
                        + "|true");
    }

    @Test
    void times_intervals_addresses_and_arrays_are_texts() {
        var table = LakeFixture.shape(
                "texts",
                1,
                column("id", TypeName.INTEGER),
                column("t", TypeName.TIME),
                column("tz", TypeName.TIMETZ),
                column("i", TypeName.INTERVAL),
                column("net", TypeName.INET),
                column("mac", TypeName.MACADDR),
                new Column("a", ColumnType.arrayOf(new ColumnType(TypeName.NUMERIC, 10, 2)), true),
                column("bc", TypeName.DATE),
                column("far", TypeName.TIMESTAMP),
                column("tiny", TypeName.DOUBLE));
        lake.append(Change.of(
                table,
                CREATE,
                1,
                at(10),
                "{\"id\":1,\"t\":\"24:00:00\",\"tz\":\"04:05:06.50+02\",\"i\":\"P0Y14M-3DT0H0M0S\","
                        + "\"net\":\"10.0.0.0/8\",\"mac\":\"08:00:2b:01:02:03\",\"a\":\"{{1.50,NULL},{NaN,0}}\","
                        + "\"bc\":\"-0043-03-15\",\"far\":\"+10000-01-01T00:00:00\",\"tiny\":4.9E-324}",
                "1"));

        lake.run(table);

        assertThat(lake.versions(
                        "texts",
                        "t",
                        "tz",
                        "i",
                        "net",
                        "mac",
                        "a",
                        "unix_date(bc)",
                        "year(far)",
                        "tiny",
                        "special_values"))
                .containsExactly("24:00:00|04:05:06.5+02|P1Y2M-3D|10.0.0.0/8|08:00:2b:01:02:03|"
                        + "[[\"1.50\",null],[\"NaN\",\"0\"]]|-735160|10000|4.9E-324|null");
    }

    @Test
    void what_no_column_holds_stands_beside_it_also_in_a_key_and_is_a_version_of_its_own() {
        var table = LakeFixture.shape(
                "special",
                2,
                column("amount", TypeName.NUMERIC),
                column("day", TypeName.DATE),
                new Column("price", new ColumnType(TypeName.NUMERIC, 10, 2), true));
        var row = "{\"amount\":\"NaN\",\"day\":\"infinity\",\"price\":PRICE}";
        lake.append(Change.of(table, CREATE, 1, at(10), row.replace("PRICE", "\"1.50\""), "NaN", "infinity"));
        lake.run(table);
        lake.append(
                Change.of(table, UPDATE, 2, at(20), row.replace("PRICE", "\"NaN\""), "NaN", "infinity"),
                Change.of(table, UPDATE, 3, at(30), row.replace("PRICE", "null"), "NaN", "infinity"),
                Change.of(
                        table,
                        CREATE,
                        4,
                        at(40),
                        row.replace("PRICE", "null").replace("infinity", "-infinity"),
                        "NaN",
                        "-infinity"));

        lake.run(table);

        assertThat(lake.versions("special", "amount", "day", "price", "special_values", "is_current"))
                .containsExactlyInAnyOrder(
                        "null|null|1.50|{\"amount\":\"NaN\",\"day\":\"infinity\"}|false",
                        "null|null|null|{\"amount\":\"NaN\",\"day\":\"infinity\",\"price\":\"NaN\"}|false",
                        "null|null|null|{\"amount\":\"NaN\",\"day\":\"infinity\"}|true",
                        "null|null|null|{\"amount\":\"NaN\",\"day\":\"-infinity\"}|true");
    }

    @Test
    void a_new_column_and_a_wider_type_are_taken_over_and_make_no_versions() {
        var narrow = LakeFixture.shape("grows", 1, column("id", TypeName.INTEGER), column("n", TypeName.INTEGER));
        var wide = LakeFixture.shape(
                "grows",
                1,
                column("id", TypeName.INTEGER),
                column("n", TypeName.INTEGER),
                new Column("price", new ColumnType(TypeName.NUMERIC, 10, 2), true),
                column("note", TypeName.TEXT));
        lake.append(Change.of(narrow, CREATE, 1, at(10), "{\"id\":1,\"n\":5}", "1"));
        lake.run(narrow);
        lake.append(
                Change.of(wide, UPDATE, 2, at(20), "{\"id\":1,\"n\":5,\"price\":null,\"note\":null}", "1"),
                Change.of(wide, CREATE, 3, at(20), "{\"id\":2,\"n\":6,\"price\":\"1.20\",\"note\":\"\"}", "2"));

        lake.run(wide);

        assertThat(lake.versions("grows", "id", "n", "price", "'<' || note || '>'", "is_current"))
                .containsExactly("1|5|null|null|true", "2|6|1.20|<>|true");
    }

    @Test
    void what_cannot_be_kept_is_refused_by_name() {
        var keyless = LakeFixture.shape("keyless", 0, column("a", TypeName.TEXT));
        var own = LakeFixture.shape("own", 1, column("a", TypeName.TEXT), column("IS_CURRENT", TypeName.BOOLEAN));
        var broken = LakeFixture.shape("broken", 1, column("a", TypeName.TEXT), column("n", TypeName.INTEGER));
        lake.append(Change.of(broken, CREATE, 1, at(10), "{\"a\":\"x\",\"n\":\"1.5\"}", "x"));

        assertThatThrownBy(() -> lake.run(keyless)).hasMessageContaining("public.keyless has no key");
        assertThatThrownBy(() -> lake.run(own)).hasMessageContaining("column \"IS_CURRENT\" of public.own");
        assertThatThrownBy(() -> lake.run(broken)).satisfies(failure -> assertThat(BatchJob.reason(failure))
                .contains("public.broken")
                .contains("column n: '1.5' is no integer"));
    }
}
