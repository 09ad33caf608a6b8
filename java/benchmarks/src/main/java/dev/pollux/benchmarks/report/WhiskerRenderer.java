package dev.pollux.benchmarks.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import org.jfree.chart.axis.CategoryAxis;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.plot.CategoryPlot;
import org.jfree.chart.renderer.category.AbstractCategoryItemRenderer;
import org.jfree.chart.renderer.category.CategoryItemRendererState;
import org.jfree.data.category.CategoryDataset;
import org.jfree.data.statistics.BoxAndWhiskerCategoryDataset;

/**
 * Draws a median as a horizontal bar, or as a dot where the axis has no zero, with the spread of the rounds on it and its
 * value at the end.
 */
final class WhiskerRenderer extends AbstractCategoryItemRenderer {
    private static final long serialVersionUID = 1;
    private static final double THICKNESS = 11;
    private static final double DOT = 9;
    private static final double CAP = 3;
    private static final double LABEL_GAP = 6;

    private final boolean dots;

    WhiskerRenderer(boolean dots) {
        this.dots = dots;
    }

    @Override
    public void drawItem(
            Graphics2D g2,
            CategoryItemRendererState state,
            Rectangle2D area,
            CategoryPlot plot,
            CategoryAxis names,
            ValueAxis values,
            CategoryDataset dataset,
            int row,
            int column,
            int pass) {
        BoxAndWhiskerCategoryDataset spreads = (BoxAndWhiskerCategoryDataset) dataset;
        double median = x(spreads.getMedianValue(row, column), area, plot, values);
        double min = x(spreads.getMinRegularValue(row, column), area, plot, values);
        double max = x(spreads.getMaxRegularValue(row, column), area, plot, values);
        double y = names.getCategoryMiddle(column, getColumnCount(), area, plot.getDomainAxisEdge());
        Color colour = Palette.of(dataset.getColumnKey(column).toString());
        if (dots) {
            whisker(g2, colour, min, max, y, area);
            g2.fill(new Ellipse2D.Double(median - DOT / 2, y - DOT / 2, DOT, DOT));
        } else {
            g2.setPaint(colour);
            g2.fill(new Rectangle2D.Double(area.getMinX(), y - THICKNESS / 2, median - area.getMinX(), THICKNESS));
            whisker(g2, ChartDrawing.INK, min, max, y, area);
        }
        label(
                g2,
                spreads.getMedianValue(row, column).doubleValue(),
                Math.max(median + (dots ? DOT / 2 : 0), max),
                y,
                area);
    }

    private static void whisker(Graphics2D g2, Color colour, double min, double max, double y, Rectangle2D area) {
        g2.setPaint(colour);
        if (max - min < 1) {
            return;
        }
        g2.setStroke(new BasicStroke(1.3f));
        g2.draw(new Line2D.Double(min, y, max, y));
        g2.draw(new Line2D.Double(min, y - CAP, min, y + CAP));
        if (max < area.getMaxX()) { // else it goes on, beyond the chart
            g2.draw(new Line2D.Double(max, y - CAP, max, y + CAP));
        }
    }

    private static double x(Number value, Rectangle2D area, CategoryPlot plot, ValueAxis values) {
        double x = values.valueToJava2D(value.doubleValue(), area, plot.getRangeAxisEdge());
        return Math.max(area.getMinX(), Math.min(x, area.getMaxX()));
    }

    private static void label(Graphics2D g2, double value, double right, double y, Rectangle2D area) {
        g2.setFont(ChartDrawing.font(Font.PLAIN, 11));
        String text = Numbers.ratio(value);
        double width = g2.getFontMetrics().stringWidth(text);
        double x = Math.min(right + LABEL_GAP, area.getMaxX() - width);
        g2.setPaint(ChartDrawing.PAPER); // so that no line of the grid crosses the digits
        g2.fill(new Rectangle2D.Double(x - 2, y - 6, width + 4, 12));
        g2.setPaint(ChartDrawing.INK);
        g2.drawString(text, (float) x, (float) y + 4);
    }
}
