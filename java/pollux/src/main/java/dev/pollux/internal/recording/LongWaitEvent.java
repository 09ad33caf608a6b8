package dev.pollux.internal.recording;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.EventType;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Threshold;

/** Recorded at the end of a wait that was long. */
@Name("dev.pollux.LongWait")
@Label("Long Wait")
@Category("Pollux")
@Description("A long wait for events: the loop had nothing to do")
@Threshold("20 ms")
@StackTrace(false)
final class LongWaitEvent extends Event {
    static final EventType TYPE = EventType.getEventType(LongWaitEvent.class);

    @Label("Dispatcher")
    String dispatcher;

    @Label("Events")
    @Description("How many were ready at its end")
    int events;
}
