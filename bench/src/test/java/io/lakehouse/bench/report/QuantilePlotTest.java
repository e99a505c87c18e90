package io.lakehouse.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;

class QuantilePlotTest {
    @Test
    void a_plot_has_a_line_per_distribution_and_what_is_beyond_the_axis_stands_at_its_edge() throws Exception {
        var svg = new QuantilePlot("a < b", 1, 1000)
                .line("Pinot & co", Quantiles.of(List.of(10.0)))
                .line("poller", Quantiles.of(List.of(50_000.0)))
                .svg();

        var document = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
        var lines = document.getElementsByTagName("polyline");
        assertThat(lines.getLength()).isEqualTo(2);
        // 320 pixels for three powers of ten below a margin of 40: 10 ms is two thirds down, the edge at the top.
        assertThat(firstY(lines.item(0).getAttributes().getNamedItem("points").getNodeValue()))
                .isEqualTo("253.3");
        assertThat(firstY(lines.item(1).getAttributes().getNamedItem("points").getNodeValue()))
                .isEqualTo("40.0");
        assertThat(svg).contains("a &lt; b", "Pinot &amp; co");
    }

    private static String firstY(String points) {
        return points.split("[ ,]")[1];
    }
}
