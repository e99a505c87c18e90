package io.lakehouse.platform.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class LsnTest {
    @Property
    void everyPositionIsReadBackFromItsText(@ForAll long position) {
        assertThat(Lsn.parse(new Lsn(position).toString())).isEqualTo(new Lsn(position));
    }

    @Test
    void itIsSpelledAsPostgreSqlDoes() {
        assertThat(Lsn.parse("16/B374D848")).hasToString("16/B374D848");
        assertThat(Lsn.parse("16/B374D848").position()).isEqualTo(0x16_B374D848L);
    }

    @Test
    void positionsAreUnsigned() {
        assertThat(Lsn.parse("FFFFFFFF/0")).isGreaterThan(Lsn.parse("0/1"));
    }

    @Test
    void aTextThatIsNoPositionIsNamed() {
        assertThatThrownBy(() -> Lsn.parse("16B374D848"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("not a position in the log: 16B374D848");
    }
}
