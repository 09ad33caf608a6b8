package dev.pollux.internal.recording;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.EventType;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Threshold;

/** Recorded when a port has made its set of descriptors anew, or has failed to. The loop does nothing else meanwhile. */
@Name("dev.pollux.PortRebuilt")
@Label("Port Rebuilt")
@Category("Pollux")
@Description("An epoll set was made anew, because a closed descriptor that has a duplicate was reported without end")
@Threshold("0 ms")
@StackTrace(false)
final class PortRebuiltEvent extends Event {
    static final EventType TYPE = EventType.getEventType(PortRebuiltEvent.class);

    @Label("Port")
    String port;

    @Label("Registrations")
    @Description("How many the new set has")
    int registrations;

    @Label("Failure")
    @Description("Why it could not be made. Empty if it was")
    String failure;
}
