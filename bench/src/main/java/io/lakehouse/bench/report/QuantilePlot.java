package io.lakehouse.bench.report;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Latencies over the share of samples that they hold for, both logarithmic, as SVG: the tail is seen as well as the middle. */
public final class QuantilePlot {
    private static final int LEFT = 70;
    private static final int TOP = 40;
    private static final int WIDTH = 520;
    private static final int HEIGHT = 320;
    private static final int NINES = 4;
    private static final java.util.List<String> COLOURS =
            java.util.List.of("#4878a8", "#3a923a", "#d08020", "#b04040", "#8060a0", "#606060");

    private final String title;
    private final double least;
    private final double most;
    private final Map<String, Quantiles> lines = new LinkedHashMap<>();

    /**
     * An empty plot.
     *
     * @param least what the axis of latencies begins with, in ms
     * @param most what it ends with; what is beyond stands at the edge
     */
    public QuantilePlot(String title, double least, double most) {
        this.title = title;
        this.least = least;
        this.most = most;
    }

    /** Adds a line. */
    public QuantilePlot line(String label, Quantiles quantiles) {
        lines.put(label, quantiles);
        return this;
    }

    /** The picture. */
    public String svg() {
        var svg = new StringBuilder(
                """
                <svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" font-family="sans-serif" font-size="12">
                <rect width="100%%" height="100%%" fill="white"/>
                <text x="10" y="22" font-size="14">%s</text>
                """
                        .formatted(LEFT + WIDTH + 220, TOP + HEIGHT + 40, BarChart.escaped(title)));
        for (var value = least; value <= most * 1.001; value *= 10) {
            svg.append(String.format(
                    Locale.ROOT,
                    "<line x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\" stroke=\"#ddd\"/><text x=\"8\" y=\"%.1f\">%.0f ms</text>%n",
                    LEFT,
                    LEFT + WIDTH,
                    y(value),
                    y(value),
                    y(value) + 4,
                    value));
        }
        for (var share : new double[] {0, 0.5, 0.9, 0.99, 0.999, 0.9999}) {
            svg.append(String.format(
                    Locale.ROOT,
                    "<line x1=\"%.1f\" x2=\"%.1f\" y1=\"%d\" y2=\"%d\" stroke=\"#ddd\"/><text x=\"%.1f\" y=\"%d\">%s %%</text>%n",
                    x(share),
                    x(share),
                    TOP,
                    TOP + HEIGHT,
                    x(share) - 12,
                    TOP + HEIGHT + 18,
                    java.math.BigDecimal.valueOf(share * 100)
                            .stripTrailingZeros()
                            .toPlainString()));
        }
        var index = 0;
        for (var line : lines.entrySet()) {
            var colour = COLOURS.get(index % COLOURS.size());
            var points = new StringBuilder();
            for (var place = 0; place < Quantiles.SHARES.size(); place++) {
                points.append(String.format(
                        Locale.ROOT,
                        "%.1f,%.1f ",
                        x(Quantiles.SHARES.get(place)),
                        y(line.getValue().curve().get(place))));
            }
            svg.append(String.format(
                    Locale.ROOT,
                    "<polyline fill=\"none\" stroke=\"%s\" stroke-width=\"2\" points=\"%s\"/><text x=\"%d\" y=\"%d\" fill=\"%s\">%s</text>%n",
                    colour,
                    points.toString().strip(),
                    LEFT + WIDTH + 10,
                    TOP + 14 + 18 * index,
                    colour,
                    BarChart.escaped(line.getKey())));
            index++;
        }
        return svg.append("</svg>\n").toString();
    }

    /** A nine more is as far as the one before. */
    private static double x(double share) {
        return LEFT + WIDTH * Math.min(1, -Math.log10(1 - share) / NINES);
    }

    private double y(double value) {
        var within = Math.min(most, Math.max(least, value));
        return TOP + HEIGHT * (1 - Math.log(within / least) / Math.log(most / least));
    }
}
