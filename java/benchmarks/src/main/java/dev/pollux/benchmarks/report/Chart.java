package dev.pollux.benchmarks.report;

/**
 * A drawn chart.
 *
 * @param file its file's name
 * @param title what it shows
 * @param svg its text
 */
record Chart(String file, String title, String svg) {}
