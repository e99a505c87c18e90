package io.lakehouse.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.xml.sax.InputSource;

class LineChartTest {
    @Test
    void a_chart_is_well_formed_and_a_tenfold_latency_is_one_decade_higher() throws Exception {
        var svg = new LineChart("a < b", List.of("25 %", "50 %"))
                .line("p50", List.of(10.0, 100.0))
                .svg();

        var document =
                DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(svg)));
        var points = document.getElementsByTagName("polyline")
                .item(0)
                .getAttributes()
                .getNamedItem("points")
                .getTextContent();
        assertThat(points).isEqualTo("200.0,280.0 440.0,220.0");
    }
}
