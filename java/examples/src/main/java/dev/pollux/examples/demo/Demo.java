package dev.pollux.examples.demo;

import dev.pollux.examples.server.Mode;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Compares Pollux with a bare Selector: the same JDK and flags, each in JVMs of its own, measured in turn so that what the
 * machine does meanwhile meets both.
 */
public final class Demo {
    private final PrintWriter out;
    private final Progress progress;
    private final DemoPlan plan;
    private final int threads;
    private final Contender pollux;
    private final Contender selector = new Contender("Selector", ServerUnderTest.Layer.SELECTOR);
    private long endNanos; // of the subject that is being measured
    private final Map<Subject, String> failures = new EnumMap<>(Subject.class);

    /** Creates a demo that prints there. Its HTTP servers have so many threads. Pollux is of one mode. */
    public Demo(PrintWriter out, boolean terminal, DemoPlan plan, int threads, Mode mode) {
        pollux = new Contender(
                "Pollux", mode == Mode.COMPLETION ? ServerUnderTest.Layer.COMPLETION : ServerUnderTest.Layer.POLLUX);
        this.out = out;
        this.progress = new Progress(out, terminal);
        this.plan = plan;
        this.threads = threads;
    }

    /**
     * Measures, which takes a minute and a quarter as a whole, and prints what it has come to.
     *
     * @param facts what is known of the machine, by name: for the files
     * @return files of it, to be written
     * @throws IOException if nothing could be measured
     */
    public DemoFiles run(Map<String, String> facts) throws IOException, InterruptedException {
        List<String> notes = new ArrayList<>();
        endNanos = System.nanoTime();
        try (Children loops = new Children(layer -> ServerChild.startLoop(layer, List.of()))) {
            measure(new TicksTopic(plan, loops));
            measure(new WakeupsTopic(plan, loops));
            measure(new TasksTopic(plan, loops));
            measure(new InterestTopic(plan, loops));
        }
        measure(new MemoryTopic(plan));
        try (HttpTopic http = new HttpTopic(plan, threads)) {
            measure(http);
            notes.addAll(http.notes());
        }
        progress.end();
        if (pollux.description().startsWith("backend=nio")
                || pollux.description().startsWith("backend=emulated on nio")) {
            notes.add("Pollux stands on java.nio's Selector here, too. Run doctor for remedies.");
        }
        if (Stream.of(Figure.values()).allMatch(figure -> pollux.samples(figure).count() == 0)) {
            throw new IOException("nothing was measured: " + failures.get(Subject.TICKS));
        }
        DemoResult result = new DemoResult(pollux, selector, plan.rounds(), failures, notes);
        out.println();
        out.print(new DemoReport(result).text());
        out.flush();
        return new DemoFiles(result, facts);
    }

    private void measure(Topic topic) throws InterruptedException {
        Subject subject = topic.subject;
        endNanos += TimeUnit.SECONDS.toNanos(subject.seconds);
        String place = "[" + (subject.ordinal() + 1) + "/" + Subject.values().length + "] " + subject.name + ": ";
        try {
            for (Contender contender : List.of(pollux, selector)) {
                step(place + "warming up", contender);
                topic.warmUp(contender);
            }
            for (int round = 1; round <= plan.rounds(); round++) {
                if (round > 1 && System.nanoTime() - endNanos > 0) {
                    failures.put(subject, "the time was up after " + (round - 1) + " of " + plan.rounds() + " rounds");
                    return;
                }
                for (Contender contender : List.of(pollux, selector)) {
                    step(place + "round " + round + " of " + plan.rounds(), contender);
                    topic.measure(contender);
                }
            }
        } catch (IOException e) {
            failures.put(subject, e.getMessage());
        }
    }

    private void step(String what, Contender contender) {
        progress.step(what, contender.name, contender == pollux);
    }
}
