package dev.pollux.examples.demo;

import java.util.Arrays;
import java.util.List;

/** What is measured of each contender: a row of the table. Of what is no rate, less is better. */
enum Figure {
    TICK_P50(Subject.TICKS, "lateness, median", "us", 0, "how late a tick is at the median"),
    TICK_P99(Subject.TICKS, "lateness, 99 of 100 below", "us", 0, "how late 99 of 100 ticks are at most"),
    TICK_PROCESSOR(Subject.TICKS, "processor used meanwhile", "%", 1, "the processor time meanwhile"),
    ASLEEP_CALL(Subject.WAKEUPS, "asleep: the call takes", "us", 1, "waking a sleeping loop"),
    ASLEEP_RUN(Subject.WAKEUPS, "asleep: the task begins after", "us", 1, "how soon a sleeping loop runs a task"),
    BUSY_CALL(Subject.WAKEUPS, "busy: the call takes", "us", 2, "waking a busy loop"),
    BUSY_RUN(Subject.WAKEUPS, "busy: the task begins after", "us", 1, "how soon a busy loop runs a task"),
    TASKS_OF_ONE(Subject.TASKS, "from one thread", "million/s", 1, "tasks from one thread"),
    TASKS_OF_EIGHT(Subject.TASKS, "from eight threads", "million/s", 1, "tasks from eight threads"),
    TASK_GARBAGE(Subject.TASKS, "garbage a task", "bytes", 1, "garbage a task"),
    INTEREST_GARBAGE(Subject.INTEREST, "garbage a message", "bytes", 1, "garbage a message under back-pressure"),
    INTEREST_PROCESSOR(
            Subject.INTEREST, "processor time a message", "us", 1, "processor time a message under back-pressure"),
    IDLE_HEAP(Subject.MEMORY, "Java heap, each", "bytes", 0, "heap an idle connection"),
    IDLE_NATIVE(Subject.MEMORY, "other memory, each", "bytes", 0, "other memory an idle connection"),
    HTTP_RATE(Subject.HTTP, "requests", "thousand/s", 1, "HTTP requests a second"),
    HTTP_PROCESSOR(Subject.HTTP, "processor time a request", "us", 1, "processor time an HTTP request"),
    HTTP_GARBAGE(Subject.HTTP, "garbage a request", "bytes", 1, "garbage an HTTP request"),
    HTTP_P99(Subject.HTTP, "reply, 99 of 100 within", "us", 0, "how long 99 of 100 HTTP replies take at most");

    /** Below it allocation is what the JVM and the measuring itself do. */
    private static final double NO_GARBAGE_BYTES = 1;

    /** Below it memory is what a JVM has more or less of anyway, divided by 2,000. */
    private static final double NO_MEMORY_BYTES = 64;

    final Subject subject;
    final String label;
    final String unit;
    final int decimals;

    /** For a sentence. */
    final String phrase;

    Figure(Subject subject, String label, String unit, int decimals, String phrase) {
        this.subject = subject;
        this.label = label;
        this.unit = unit;
        this.decimals = decimals;
        this.phrase = phrase;
    }

    static List<Figure> of(Subject subject) {
        return Arrays.stream(values()).filter(each -> each.subject == subject).toList();
    }

    boolean moreIsBetter() {
        return unit.endsWith("/s");
    }

    /** {@return the label, with the unit} */
    String title() {
        return label + ", " + unit;
    }

    /** {@return what counts as nothing} */
    double nothing() {
        if (!unit.equals("bytes")) {
            return 0;
        }
        return subject == Subject.MEMORY ? NO_MEMORY_BYTES : NO_GARBAGE_BYTES;
    }
}
