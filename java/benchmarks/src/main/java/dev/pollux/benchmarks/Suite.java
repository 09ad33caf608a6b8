package dev.pollux.benchmarks;

import dev.pollux.benchmarks.results.Results;
import java.io.IOException;

/** A set of comparisons that are run in one go. */
public interface Suite {
    /** {@return the name that its figures are filed under} */
    String name();

    /** Measures, and adds what it finds. What can't be measured here is said in the log by name, and left out. */
    void run(Plan plan, Results results) throws IOException, InterruptedException;
}
