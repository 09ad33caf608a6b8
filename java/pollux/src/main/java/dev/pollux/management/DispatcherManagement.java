package dev.pollux.management;

import dev.pollux.Dispatcher;
import java.util.Objects;

/**
 * Shows a dispatcher's counters in JMX, until the dispatcher closes, or this does. The bean is a {@link DispatcherMXBean} in the
 * platform's MBean server. Its name is {@code dev.pollux:type=Dispatcher,name=NAME,id=N}. NAME is the dispatcher's name, quoted as
 * {@link javax.management.ObjectName#quote} does if it has other characters than letters, digits, spaces and {@code _.@/-}. N is the
 * smallest number from 1 on that is free with this name, in all class loaders together. May be called from any thread.
 *
 * <p>An agent that reads the attributes takes nothing of the loop's time. It reads them from a thread of its own. The MBean server
 * keeps the dispatcher: one that is forgotten without a close stays there.
 *
 * <pre>{@code
 * ReadinessDispatcher loop = ReadinessDispatcher.builder().name("acceptor").open();
 * DispatcherManagement.register(loop); // until loop.close()
 * }</pre>
 */
public final class DispatcherManagement implements AutoCloseable {
    private final Registered registered;

    private DispatcherManagement(Registered registered) {
        this.registered = registered;
    }

    /**
     * Shows a dispatcher in JMX. When the dispatcher closes, or dies, JMX shows it no longer.
     *
     * @param dispatcher the dispatcher. One that is registered already is shown twice then, by another number
     * @return closes that sooner. A program that does not want that may drop it
     * @throws IllegalStateException if the dispatcher is closed, or the MBean server refuses it. The cause is what that said
     * @throws UnsupportedOperationException if the runtime has no module {@code java.management}, or has not resolved it
     * @throws SecurityException if a security manager forbids it
     */
    public static DispatcherManagement register(Dispatcher dispatcher) {
        Objects.requireNonNull(dispatcher, "dispatcher");
        checkPresent();
        if (dispatcher.isClosed()) {
            throw new IllegalStateException(dispatcher + ": a closed dispatcher has nothing to show");
        }
        Registered registered = Registered.of(dispatcher);
        dispatcher.closed().whenComplete((nothing, failure) -> registered.end());
        return new DispatcherManagement(registered);
    }

    private static void checkPresent() {
        try {
            Class.forName("java.lang.management.ManagementFactory", false, DispatcherManagement.class.getClassLoader());
        } catch (ClassNotFoundException | LinkageError e) {
            throw new UnsupportedOperationException(
                    "JMX needs the module java.management, which this runtime has not, or has not resolved: start it with"
                            + " --add-modules java.management, and make its image with that module (jlink --add-modules)",
                    e);
        }
    }

    /** {@return the bean's name, as {@link javax.management.ObjectName} reads it} */
    public String objectName() {
        return registered.name();
    }

    /** Ends that JMX shows it. A second call does nothing, nor does one after the dispatcher's end. The dispatcher stays open. */
    @Override
    public void close() {
        registered.end();
    }

    @Override
    public String toString() {
        return "DispatcherManagement[" + objectName() + "]";
    }
}
