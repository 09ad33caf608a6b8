package dev.pollux.examples.demo;

import dev.pollux.examples.load.LoadClient;
import dev.pollux.examples.load.LoadPlan;
import dev.pollux.examples.load.LoadReport;
import dev.pollux.examples.load.LoadResult;
import java.io.IOException;

/** How one {@link Subject} is measured. */
abstract class Topic {
    final DemoPlan plan;
    final Subject subject;

    Topic(DemoPlan plan, Subject subject) {
        this.plan = plan;
        this.subject = subject;
    }

    /** Runs what will be measured, until the JIT compiler has done most of its work. */
    abstract void warmUp(Contender contender) throws IOException, InterruptedException;

    /** Adds one sample to each figure of the subject. */
    abstract void measure(Contender contender) throws IOException, InterruptedException;

    static LoadResult load(LoadPlan load) throws IOException, InterruptedException {
        LoadResult result = LoadClient.run(load, opened -> {});
        if (result.errorCount() > 0) {
            throw new IOException("the load made errors: " + LoadReport.text(result));
        }
        if (result.replies() == 0) {
            throw new IOException("no reply came");
        }
        return result;
    }

    /** {@return the processor time a reply, in microseconds} */
    static double processorMicros(ServerChild.Usage before, ServerChild.Usage after, LoadResult result) {
        return (after.processorNanos() - before.processorNanos()) / 1e3 / result.replies();
    }

    static double allocatedBytes(ServerChild.Usage before, ServerChild.Usage after, LoadResult result) {
        return (double) (after.allocatedBytes() - before.allocatedBytes()) / result.replies();
    }
}
