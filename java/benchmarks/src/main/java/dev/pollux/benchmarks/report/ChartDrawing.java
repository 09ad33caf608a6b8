package dev.pollux.benchmarks.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.RenderingHints;
import java.io.IOException;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.CategoryAxis;
import org.jfree.chart.axis.LogAxis;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.NumberTickUnit;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.plot.CategoryPlot;
import org.jfree.chart.plot.CombinedRangeCategoryPlot;
import org.jfree.chart.plot.PlotOrientation;
import org.jfree.chart.plot.ValueMarker;
import org.jfree.chart.title.TextTitle;
import org.jfree.chart.ui.HorizontalAlignment;
import org.jfree.chart.ui.Layer;
import org.jfree.chart.ui.RectangleInsets;
import org.jfree.data.statistics.BoxAndWhiskerItem;
import org.jfree.data.statistics.DefaultBoxAndWhiskerCategoryDataset;

/** Draws one chart: a row of the page for each scene, in it a bar for each contestant, with its name beside it. */
final class ChartDrawing {
    private static final int WIDTH = 860;
    private static final int BAR_HEIGHT = 17;
    private static final int GAP = 18;
    private static final int AROUND = 128;
    private static final double ROOM_FOR_LABELS = 1.12;

    /** A spread that reaches further beyond all medians is cut off, so that one stall doesn't flatten all bars. */
    private static final double GREATEST_SPREAD = 1.6;

    static final Color INK = new Color(0x24292f);
    private static final Color GRID = new Color(0xd8dee4);
    static final Color PAPER = Color.WHITE;

    private final ChartPlan plan;
    private final List<Row> rows;

    /** A contestant's value and spread. */
    record Bar(String contestant, double median, double min, double max) {}

    /** The bars of a scene. */
    record Row(String label, List<Bar> bars) {}

    ChartDrawing(ChartPlan plan, List<Row> rows) {
        this.plan = plan;
        this.rows = rows;
    }

    String svg() throws IOException {
        CombinedRangeCategoryPlot all = new CombinedRangeCategoryPlot(valueAxis());
        all.setOrientation(PlotOrientation.HORIZONTAL);
        all.setGap(GAP);
        all.setInsets(new RectangleInsets(4, 0, 4, 0));
        rows.forEach(row -> all.add(plot(row), row.bars().size()));
        JFreeChart chart = new JFreeChart(null, null, all, false);
        chart.getRenderingHints().put(RenderingHints.KEY_FRACTIONALMETRICS, RenderingHints.VALUE_FRACTIONALMETRICS_ON);
        chart.setBackgroundPaint(PAPER);
        chart.setPadding(new RectangleInsets(14, 16, 12, 20));
        chart.addSubtitle(title(plan.title(), font(Font.BOLD, 17), 4));
        chart.addSubtitle(title(plan.axis() + ". Median and range of the rounds", font(Font.PLAIN, 13), 12));
        int bars = rows.stream().mapToInt(row -> row.bars().size()).sum();
        int height = AROUND + bars * BAR_HEIGHT + (rows.size() - 1) * GAP;
        return Svg.of(chart, WIDTH, height, plan.title(), Set.copyOf(plan.contestants()));
    }

    private static TextTitle title(String text, Font font, int below) {
        TextTitle title = new TextTitle(text, font);
        title.setPaint(INK);
        title.setHorizontalAlignment(HorizontalAlignment.LEFT);
        title.setMargin(0, 0, below, 0);
        return title;
    }

    static Font font(int style, int size) {
        return new Font(Font.SANS_SERIF, style, size);
    }

    private CategoryPlot plot(Row row) {
        CategoryAxis names = new SceneAxis(row.label());
        names.setLabelFont(font(Font.BOLD, 12));
        names.setLabelPaint(INK);
        names.setTickLabelFont(font(Font.PLAIN, 12));
        names.setTickLabelPaint(INK);
        names.setAxisLinePaint(GRID);
        names.setTickMarksVisible(false);
        names.setLowerMargin(0);
        names.setUpperMargin(0);
        names.setMaximumCategoryLabelWidthRatio(10);
        CategoryPlot plot = new CategoryPlot(dataset(row), names, null, new WhiskerRenderer(plan.logarithmic()));
        plot.setBackgroundPaint(PAPER);
        plot.setOutlineVisible(false);
        plot.setRangeGridlinePaint(GRID);
        plot.setRangeGridlineStroke(new BasicStroke(1));
        if (!plan.relativeTo().isEmpty()) {
            plot.addRangeMarker(new ValueMarker(1, INK, new BasicStroke(1.4f)), Layer.BACKGROUND);
        }
        return plot;
    }

    private static DefaultBoxAndWhiskerCategoryDataset dataset(Row row) {
        DefaultBoxAndWhiskerCategoryDataset dataset = new DefaultBoxAndWhiskerCategoryDataset();
        for (Bar bar : row.bars()) {
            dataset.add(
                    new BoxAndWhiskerItem(
                            bar.median(),
                            bar.median(),
                            bar.median(),
                            bar.median(),
                            bar.min(),
                            bar.max(),
                            bar.min(),
                            bar.max(),
                            List.of()),
                    row.label(),
                    bar.contestant());
        }
        return dataset;
    }

    private ValueAxis valueAxis() {
        ValueAxis axis = plan.logarithmic() ? logarithmic() : linear();
        axis.setTickLabelFont(font(Font.PLAIN, 12));
        axis.setTickLabelPaint(INK);
        axis.setAxisLineVisible(false);
        axis.setTickMarksVisible(false);
        return axis;
    }

    private ValueAxis linear() {
        NumberAxis axis = new NumberAxis();
        axis.setNumberFormatOverride(new DecimalFormat("0.##", DecimalFormatSymbols.getInstance(Locale.ROOT)));
        axis.setRange(0, greatest() * ROOM_FOR_LABELS);
        return axis;
    }

    private ValueAxis logarithmic() {
        LogAxis axis = new LogAxis();
        axis.setTickUnit(new NumberTickUnit(1));
        axis.setNumberFormatOverride(new DecimalFormat("0.###", DecimalFormatSymbols.getInstance(Locale.ROOT)));
        double least = rows.stream()
                .flatMap(row -> row.bars().stream())
                .mapToDouble(Bar::min)
                .filter(each -> each > 0)
                .min()
                .orElse(1);
        // Room beside the dots for their labels, which a logarithm makes wider.
        axis.setRange(Math.min(0.5, least * 0.8), Math.max(2, Math.pow(greatest(), ROOM_FOR_LABELS)));
        return axis;
    }

    private double greatest() {
        double median = rows.stream()
                .flatMap(row -> row.bars().stream())
                .mapToDouble(Bar::median)
                .max()
                .orElse(0);
        double max = rows.stream()
                .flatMap(row -> row.bars().stream())
                .mapToDouble(Bar::max)
                .max()
                .orElse(0);
        double greatest = Math.min(max, median * GREATEST_SPREAD);
        return greatest > 0 ? greatest : 1;
    }
}
