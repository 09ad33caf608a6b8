package dev.pollux.benchmarks.report;

import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.util.List;
import org.jfree.chart.axis.AxisState;
import org.jfree.chart.axis.CategoryAxis;
import org.jfree.chart.plot.CategoryPlot;
import org.jfree.chart.plot.PlotRenderingInfo;
import org.jfree.chart.ui.RectangleEdge;

/** The names of a scene's contestants, and the scene's own at the left edge, so that all scenes' begin in one column. */
final class SceneAxis extends CategoryAxis {
    private static final long serialVersionUID = 1;
    private static final float NAME_GAP = 6;

    SceneAxis(String scene) {
        super(scene);
        setLabelAngle(Math.PI / 2); // upright: the axis itself stands
    }

    /** Each name is drawn at its right end, for {@link Svg} to align it there, whatever font it is shown in. */
    @Override
    protected AxisState drawCategoryLabels(
            Graphics2D g2,
            Rectangle2D plotArea,
            Rectangle2D dataArea,
            RectangleEdge edge,
            AxisState state,
            PlotRenderingInfo plotState) {
        g2.setFont(getTickLabelFont());
        g2.setPaint(getTickLabelPaint());
        CategoryPlot plot = (CategoryPlot) getPlot();
        List<?> names = plot.getCategories();
        float up = g2.getFontMetrics().getAscent() / 2f - 1;
        for (int i = 0; i < names.size(); i++) {
            double y = getCategoryMiddle(i, names.size(), dataArea, edge);
            g2.drawString(names.get(i).toString(), (float) dataArea.getMinX() - NAME_GAP, (float) y + up);
        }
        return state;
    }

    @Override
    protected AxisState drawLabel(
            String label,
            Graphics2D g2,
            Rectangle2D plotArea,
            Rectangle2D dataArea,
            RectangleEdge edge,
            AxisState state) {
        g2.setFont(getLabelFont());
        g2.setPaint(getLabelPaint());
        int up = g2.getFontMetrics().getAscent() / 2 - 1;
        g2.drawString(label, (float) plotArea.getMinX(), (float) dataArea.getCenterY() + up);
        return state;
    }
}
