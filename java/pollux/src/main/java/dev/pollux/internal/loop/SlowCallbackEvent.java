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

/** Recorded at the end of a callback, a task or a timer that has held the loop for long. */
@Name("dev.pollux.SlowCallback")
@Label("Slow Callback")
@Category({"Pollux"})
@Description("A callback, a task or a timer that has held its loop for 10 ms or longer")
@StackTrace(false)
final class SlowCallbackEvent extends Event {
    static final long THRESHOLD_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
    static final EventType TYPE = EventType.getEventType(SlowCallbackEvent.class);

    @Label("Dispatcher")
    String dispatcher;

    @Label("Callback")
    Class<?> callback;

    @Label("Source")
    String source;

    @Label("Took")
    @Timespan(Timespan.NANOSECONDS)
    long took;
}
