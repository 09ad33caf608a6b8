package dev.pollux.internal.recording;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.EventType;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Threshold;

/** Recorded at the end of a turn whose work was long. */
@Name("dev.pollux.SlowTurn")
@Label("Slow Turn")
@Category("Pollux")
@Description("A turn of a loop whose callbacks, tasks and timers have taken long together. Its wait does not count")
@Threshold("20 ms")
@StackTrace(false)
final class SlowTurnEvent extends Event {
    static final EventType TYPE = EventType.getEventType(SlowTurnEvent.class);

    @Label("Dispatcher")
    String dispatcher;

    @Label("Events")
    @Description("Callbacks that were called for events, or for operations that are done")
    int events;

    @Label("Tasks")
    @Description("Tasks that were run")
    int tasks;

    @Label("Timers")
    @Description("Timers that fired")
    int timers;
}
