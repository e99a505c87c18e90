package io.lakehouse.bench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Lines over named steps, with a logarithmic scale of milliseconds, as SVG. */
public final class LineChart {
    private static final int LEFT = 80;
    private static final int TOP = 40;
    private static final int WIDTH = 480;
    private static final int HEIGHT = 300;
    private static final List<String> COLOURS = List.of("#4878a8", "#d08030", "#509050", "#a04868");

    private final String title;
    private final List<String> steps;
    private final List<Line> lines = new ArrayList<>();

    private record Line(String label, List<Double> values) {}

    /**
     * An empty chart.
     *
     * @param steps names of the steps, from left to right
     */
    public LineChart(String title, List<String> steps) {
        this.title = title;
        this.steps = List.copyOf(steps);
    }

    /**
     * Adds a line.
     *
     * @param values above 0, in ms, one per step
     */
    public LineChart line(String label, List<Double> values) {
        lines.add(new Line(label, List.copyOf(values)));
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
                        .formatted(LEFT + WIDTH + 200, TOP + HEIGHT + 40, BarChart.escaped(title)));
        for (var decade = 0; decade <= 5; decade++) {
            var y = y(Math.pow(10, decade));
            svg.append(String.format(
                    Locale.ROOT,
                    "<line x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\" stroke=\"#ddd\"/><text x=\"10\" y=\"%.1f\">%.0f ms</text>%n",
                    LEFT,
                    LEFT + WIDTH,
                    y,
                    y,
                    y + 4,
                    Math.pow(10, decade)));
        }
        for (var index = 0; index < steps.size(); index++) {
            svg.append(String.format(
                    Locale.ROOT,
                    "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s</text>%n",
                    x(index),
                    TOP + HEIGHT + 20,
                    BarChart.escaped(steps.get(index))));
        }
        for (var index = 0; index < lines.size(); index++) {
            append(svg, lines.get(index), COLOURS.get(index % COLOURS.size()), index);
        }
        return svg.append("</svg>\n").toString();
    }

    private void append(StringBuilder svg, Line line, String colour, int number) {
        var points = new StringBuilder();
        for (var index = 0; index < line.values().size(); index++) {
            points.append(String.format(
                    Locale.ROOT, "%.1f,%.1f ", x(index), y(line.values().get(index))));
        }
        svg.append("<polyline fill=\"none\" stroke=\"%s\" stroke-width=\"2\" points=\"%s\"/>%n"
                .formatted(colour, points.toString().strip()));
        svg.append("<text x=\"%d\" y=\"%d\" fill=\"%s\">%s</text>%n"
                .formatted(LEFT + WIDTH + 10, TOP + 20 + number * 18, colour, BarChart.escaped(line.label())));
    }

    private double x(int step) {
        return LEFT + (step + 0.5) * WIDTH / steps.size();
    }

    /** From 1 ms at the bottom to 100 s at the top. */
    private static double y(double millis) {
        var share = Math.min(5, Math.max(0, Math.log10(millis))) / 5;
        return TOP + HEIGHT * (1 - share);
    }
}
