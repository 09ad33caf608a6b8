package dev.pollux.readiness;

import java.io.IOException;

/**
 * Is the membership of a socket, listener, channel or descriptor in a {@link ReadinessPort}.
 *
 * <p>All methods may be called from any thread. {@link #moveTo} is the exception: it may be called only from the
 * loop's thread. Changes take effect while the port waits, too.
 *
 * <pre>{@code
 * Registration registration = dispatcher.register(socket, Interest.READ, callback);
 * registration.pause(); // the application has enough to do
 * dispatcher.schedule(NANOS, registration::resume);
 * }</pre>
 */
public interface Registration {
    /** {@return what is registered} */
    Pollable source();

    /** {@return the port that it is a member of} */
    ReadinessPort port();

    /** {@return what it waits for, or will again after {@link #resume()}} */
    Interest interest();

    /** {@return when it is reported} */
    TriggerMode triggerMode();

    /** {@return false once it, its source or its port was closed, or it was moved} */
    boolean isOpen();

    /** {@return true after {@link #pause()}, until {@link #resume()}} */
    boolean isPaused();

    /**
     * Changes what it waits for. The change is made before the port's next wait at the latest. Changes that cancel out cost no
     * system call.
     *
     * <p>It also arms a one-shot registration again. A paused registration stays paused.
     *
     * @param newInterest what it waits for from now on. With {@link Interest#NONE} nothing is reported, not even an error
     * @throws IllegalStateException if it is closed
     * @throws UnsupportedOperationException if its trigger mode is {@link TriggerMode#EXCLUSIVE}, or the backend does not have
     *     that interest
     */
    void modify(Interest newInterest);

    /**
     * Arms a one-shot registration again. What is ready now is reported.
     *
     * @throws IllegalStateException if it is closed
     */
    void rearm();

    /**
     * Reports nothing until {@link #resume()}, not even an error. The interest is kept. A one-shot registration stays armed, or
     * not armed, as it was. An {@link TriggerMode#EXCLUSIVE} registration can be paused, too. A second call does nothing.
     *
     * @throws IllegalStateException if it is closed
     */
    void pause();

    /**
     * Ends a pause. What is ready now is reported, also in mode {@link TriggerMode#EDGE}. A second call does nothing.
     *
     * @throws IllegalStateException if it is closed
     */
    void resume();

    /**
     * Moves it to another port. It ends here, and its source is registered there with the same interest, mode, callback and
     * attachment. It is paused there, or waits to be armed again, if it is so here. Its {@link WriteQueue} goes with it.
     *
     * <p>What is ready is reported there. Here nothing more is reported, not even of the batch that is being delivered. The other
     * port may call the callback on its own thread before this method returns. So a callback that moves itself does so last.
     *
     * <p>Only from the loop's thread, in a callback, a task or a timer: no callback of this registration can run meanwhile. While
     * no thread has polled the port yet, or once the thread that did has ended, it may be called from any thread.
     *
     * @param target the port to move to, of the same backend
     * @return the new registration, or this one itself if it is of that port already
     * @throws IllegalStateException if it is closed, if the calling thread is not the one that polls, or if the source is
     *     registered with the target already
     * @throws IllegalArgumentException if the target is of another backend
     * @throws java.nio.channels.ClosedChannelException if the target or the source is closed
     * @throws IOException if the system refuses. After each failure this registration stands as it was
     */
    Registration moveTo(ReadinessPort target) throws IOException;

    /** {@return what {@link #attach} attached, or null} */
    Object attachment();

    /**
     * Attaches an object of the caller's. It is not published to other threads.
     *
     * @param object anything, or null
     */
    void attach(Object object);

    /**
     * Ends the registration. Its source stays open and can be registered again. Events that were already on their way are not
     * delivered. A second call does nothing.
     */
    void close();
}
