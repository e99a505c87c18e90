package io.lakehouse.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.xml.sax.InputSource;

class BarChartTest {
    @Test
    void a_chart_is_well_formed_and_has_a_bar_per_arm() throws Exception {
        var svg = new BarChart("rates & more")
                .bar("reader <1>", Spread.of(List.of(200.0, 220.0)))
                .bar("connector", Spread.of(List.of(50.0)))
                .svg();

        var document =
                DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(svg)));
        assertThat(document.getElementsByTagName("line").getLength()).isEqualTo(2);
        assertThat(svg).contains("rates &amp; more").contains("reader &lt;1&gt;");
    }
}
