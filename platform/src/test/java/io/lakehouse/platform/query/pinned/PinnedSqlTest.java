package io.lakehouse.platform.query.pinned;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PinnedSqlTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "SELECT * FROM nessie.\"default\".t | SELECT * FROM \"nessie_may\".\"default\".t",
                "SELECT * FROM Nessie . x /* . */ . t AS a | SELECT * FROM \"nessie_may\" . x /* . */ . t AS a",
                "SELECT * FROM \"nessie\".x.\"t$snapshots\" | SELECT * FROM \"nessie_may\".x.\"t$snapshots\"",
                "SELECT nessie.x.t.id FROM nessie.x.t | SELECT \"nessie_may\".x.t.id FROM \"nessie_may\".x.t",
                "SELECT 1 FROM nessie.x.t,nessie.x.u | SELECT 1 FROM \"nessie_may\".x.t,\"nessie_may\".x.u"
            })
    void every_table_of_the_lake_is_read_from_the_pinned_catalogue(String sql, String pinned) {
        assertThat(PinnedSql.of(sql, "nessie", "nessie_may")).isEqualTo(pinned);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT 'nessie.x.t', 'it''s nessie.x.t' FROM postgres.public.t",
                "SELECT 1 -- nessie.x.t\nFROM t",
                "SELECT 1 /* nessie.x.t */ FROM a.nessie.x.t",
                "SELECT nessie.id FROM postgres.public.t AS nessie",
                "SELECT \"nessie.x.t\" FROM t",
                "SELECT 1.5e3, 2nessie FROM x",
                "SELECT 'open nessie.x.t"
            })
    void what_only_looks_like_such_a_table_stays(String sql) {
        assertThat(PinnedSql.of(sql, "nessie", "nessie_may")).isEqualTo(sql);
    }

    @Test
    void a_catalogue_that_is_named_is_found() {
        assertThat(PinnedSql.names("SELECT * FROM live.sales.sales_now", "live"))
                .isTrue();
        assertThat(PinnedSql.names("SELECT live.id FROM nessie.x.t AS live", "live"))
                .isFalse();
    }
}
