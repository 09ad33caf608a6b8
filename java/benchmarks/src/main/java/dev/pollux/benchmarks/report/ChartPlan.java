package dev.pollux.benchmarks.report;

import java.util.List;

/**
 * What a chart is to show.
 *
 * @param file its file's name
 * @param title what it shows
 * @param axis what its axis tells, with the unit and which way is better
 * @param suite whose figures
 * @param panels the scenes, from the top
 * @param contestants who is to be shown, in this order
 * @param relativeTo whose figure is 1, or empty for the figures themselves
 * @param scale what a figure is divided by
 * @param logarithmic if ratios lie so far apart that a linear axis would hide most of them
 */
record ChartPlan(
        String file,
        String title,
        String axis,
        String suite,
        List<Panel> panels,
        List<String> contestants,
        String relativeTo,
        double scale,
        boolean logarithmic) {
    /**
     * One scene of a chart.
     *
     * @param label what stands beside it
     * @param scene its name, or how that begins with an asterisk behind it: the last of those
     */
    record Panel(String label, String group, String scene, String metric) {}
}
