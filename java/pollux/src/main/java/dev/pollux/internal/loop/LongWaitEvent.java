package dev.pollux.internal.loop;

import java.util.concurrent.TimeUnit;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.EventType;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;

/** Recorded at the end of a wait that was long. */
@Name("dev.pollux.LongWait")
@Label("Long Wait")
@Category({"Pollux"})
@Description("A wait for events of 20 ms or longer: the loop had nothing to do")
@StackTrace(false)
final class LongWaitEvent extends Event {
    static final long THRESHOLD_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    static final EventType TYPE = EventType.getEventType(LongWaitEvent.class);

    @Label("Dispatcher")
    String dispatcher;

    @Label("Took")
    @Timespan(Timespan.NANOSECONDS)
    long took;

    @Label("Events")
    int events;
}
