package dev.pollux.benchmarks.micro;

import java.io.IOException;

/** Takes one sample of one contestant in one scene, in a process of its own. */
interface Measure {
    /** What a figure that is not had is given as. */
    double NONE = Double.NaN;

    /**
     * What was found.
     *
     * @param figure what the contestants are compared by
     * @param bytes what was allocated on the Java heap for each of what is counted, or {@link #NONE}
     */
    record Sample(double figure, double bytes) {}

    Sample take(Pace pace) throws IOException, InterruptedException;
}
