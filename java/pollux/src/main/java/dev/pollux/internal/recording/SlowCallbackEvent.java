package dev.pollux.internal.recording;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.EventType;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Threshold;

/** Recorded at the end of a callback, a task or a timer that has held the loop for long. Its stack is the loop's own by then. */
@Name("dev.pollux.SlowCallback")
@Label("Slow Callback")
@Category("Pollux")
@Description("A callback, a task or a timer that has held its loop for long")
@Threshold("10 ms")
@StackTrace(false)
final class SlowCallbackEvent extends Event {
    static final EventType TYPE = EventType.getEventType(SlowCallbackEvent.class);

    @Label("Dispatcher")
    String dispatcher;

    @Label("Callback")
    @Description("The class of the callback, the task or the operation")
    Class<?> callback;

    @Label("Source")
    @Description("The socket or listener whose callback it was. Empty for a task or a timer")
    String source;
}
