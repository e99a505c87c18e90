package io.lakehouse.bench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Bars from 0 to a median, each with a whisker from the least to the most, as SVG. */
public final class BarChart {
    private static final int LABEL = 200;
    private static final int WIDTH = 480;
    private static final int ROW = 28;
    private static final int TOP = 40;

    private final String title;
    private final List<Bar> bars = new ArrayList<>();

    private record Bar(String label, Spread spread) {}

    /** An empty chart. */
    public BarChart(String title) {
        this.title = title;
    }

    /** Adds a bar below the others. */
    public BarChart bar(String label, Spread spread) {
        bars.add(new Bar(label, spread));
        return this;
    }

    /** The picture. */
    public String svg() {
        var most = bars.stream().mapToDouble(bar -> bar.spread().most()).max().orElse(1);
        var svg = new StringBuilder(
                """
                <svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" font-family="sans-serif" font-size="12">
                <rect width="100%%" height="100%%" fill="white"/>
                <text x="10" y="22" font-size="14">%s</text>
                """
                        .formatted(LABEL + WIDTH + 120, TOP + bars.size() * ROW + 10, escaped(title)));
        for (var index = 0; index < bars.size(); index++) {
            var spread = bars.get(index).spread();
            var y = TOP + index * ROW;
            svg.append(String.format(
                    Locale.ROOT,
                    """
                    <text x="10" y="%d">%s</text>
                    <rect x="%d" y="%d" width="%.1f" height="18" fill="#4878a8"/>
                    <line x1="%.1f" x2="%.1f" y1="%d" y2="%d" stroke="black"/>
                    <text x="%.1f" y="%d">%.4g</text>
                    """,
                    y + 14,
                    escaped(bars.get(index).label()),
                    LABEL,
                    y,
                    spread.median() / most * WIDTH,
                    LABEL + spread.least() / most * WIDTH,
                    LABEL + spread.most() / most * WIDTH,
                    y + 9,
                    y + 9,
                    LABEL + spread.most() / most * WIDTH + 6,
                    y + 14,
                    spread.median()));
        }
        return svg.append("</svg>\n").toString();
    }

    static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
