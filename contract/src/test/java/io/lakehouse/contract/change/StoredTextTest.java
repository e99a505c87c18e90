package io.lakehouse.contract.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakehouse.contract.declaration.ColumnType;
import io.lakehouse.contract.declaration.TypeName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StoredTextTest {
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '\'',
            delimiter = '|',
            textBlock =
                    """
            INTEGER     | {1,NULL,-3}                                | [1,null,-3]
            INTEGER     | {}                                         | []
            INTEGER     | {{1,2},{3,NULL}}                           | [[1,2],[3,null]]
            INTEGER     | [0:1]={1,2}                                | [1,2]
            INTEGER     | [-1:0][2:2]={{1},{2}}                      | [[1],[2]]
            NUMERIC     | {1.50,NaN}                                 | ["1.50","NaN"]
            REAL        | {0.1,NaN,-Infinity,-0,1e-45}               | [0.1,"NaN","-Infinity",-0.0,1.4E-45]
            DOUBLE      | {5e-324,1e+300}                            | [4.9E-324,1.0E300]
            BOOLEAN     | {t,f,NULL}                                 | [true,false,null]
            TEXT        | {a,"b c",NULL,"NULL","","x\\"y\\\\z","{1,2}"} | ["a","b c",null,"NULL","","x\\"y\\\\z","{1,2}"]
            UUID        | {a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11}     | ["a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"]
            DATE        | {2026-01-31,"0044-03-15 BC",infinity}      | ["2026-01-31","-0043-03-15","infinity"]
            TIME        | {24:00:00,04:05:06.789}                    | ["24:00:00","04:05:06.789"]
            TIMETZ      | {04:05:06.789+02}                          | ["04:05:06.789+02"]
            TIMESTAMP   | {"2026-01-31 10:00:00.1","0044-03-15 12:00:00 BC"} | ["2026-01-31T10:00:00.1","-0043-03-15T12:00:00"]
            TIMESTAMPTZ | {"2026-01-31 10:00:00+01",-infinity}       | ["2026-01-31T09:00:00Z","-infinity"]
            INTERVAL    | {"1 day 02:00:00",-00:00:01}               | ["P1DT2H","PT-1S"]
            INET        | {10.1.2.3/8}                               | ["10.1.2.3/8"]
            JSON        | {"{\\"a\\": \\"x\\"}","null",NULL}             | ["{\\"a\\": \\"x\\"}","null",null]
            BYTEA       | {"\\\\x00ff","\\\\x"}                          | ["AP8=",""]
            """)
    void an_array_is_json_in_every_store(TypeName element, String text, String json) {
        assertThat(StoredText.of(ColumnType.arrayOf(ColumnType.of(element)), text))
                .isEqualTo(json);
    }

    @Test
    void control_characters_are_escaped() {
        assertThat(StoredText.of(ColumnType.arrayOf(ColumnType.of(TypeName.TEXT)), "{\"\t\n\r\u0001\"}"))
                .isEqualTo("[\"\\t\\n\\r\\u0001\"]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "{1", "{1,}", "{,1}", "{1}}", "1", "[0:1]{1,2}", "{\"1}", "{x}", "[1,2]"})
    void what_is_no_array_of_integers_is_refused(String text) {
        assertThatThrownBy(() -> StoredText.of(ColumnType.arrayOf(ColumnType.of(TypeName.INTEGER)), text))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
