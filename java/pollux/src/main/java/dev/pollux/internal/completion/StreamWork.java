package dev.pollux.internal.completion;

import dev.pollux.completion.CompletionStream;
import dev.pollux.completion.OperationCancelledException;
import dev.pollux.internal.completion.clock.StreamClock;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;

/**
 * What all streams share: when they tell, when they ask the system for more, and that each submission has one end.
 *
 * <p>A stream keeps some requests in flight, usually one. How a request is made is the kind's, or the backend's: {@link
 * #request}. Each ends in one call of {@link #arrived}, {@link #finished}, {@link #requestOver} or {@link #requestFailed}, on a
 * thread that polls. A request that has many results calls {@link #more} for each before its last. What arrives is told at once,
 * or kept until it may be told. {@link #goOn} decides what comes next. Any thread calls it after each change. Only one that polls
 * may tell: another one sends the nudge, an operation that comes out of the port on a thread that may.
 */
public abstract class StreamWork<S extends CompletionStream<S, R>, R> extends StreamCallbacks<S, R>
        implements OperationOwner {
    private final int maxInFlight;
    private final PostOperationWork nudge;
    private final StreamClock clock; // guarded by this object

    private volatile boolean pending; // written under this object's lock

    // Guarded by this object.
    private boolean isTimed; // else the clock is not looked at for each result
    private volatile boolean paused; // this one and the next three are read without the lock, too
    private volatile boolean stopping;
    private volatile boolean closed; // its channel was, since the submit
    private volatile boolean over; // the system has no more for it
    private IOException failure; // ... because of this
    private boolean telling; // a thread is in a callback
    private boolean nudged;
    private int inFlight;

    StreamWork(AbstractCompletionChannel channel, int maxInFlight) {
        super(channel);
        this.maxInFlight = maxInFlight;
        nudge = new PostOperationWork(port);
        nudge.owner = this;
        nudge.isPart = true;
        clock = new StreamClock(port.deadlines, this::look);
    }

    // ---- What the kinds have ----

    /**
     * Makes one request. Without this object's lock.
     *
     * @throws RuntimeException if it could not be made. Then it is not in flight
     */
    protected abstract void request();

    /**
     * Has the requests in flight end soon. Each says so as ever, or with {@link #requestOver}. Without this object's lock. It may
     * be called again and again, also when there is none.
     */
    protected abstract void cancelRequests();

    /** Keeps a result behind those that are kept. Under this object's lock. */
    abstract void keep(R result);

    /** {@return true if results are kept. Under this object's lock} */
    abstract boolean keeps();

    /** {@return true if the program may have one result more. Under this object's lock} */
    boolean mayLend() {
        return true;
    }

    /** {@return the kept result that is told next, no longer kept. Under this object's lock} */
    abstract R takeKept();

    /** Gives up a result that is not told. */
    abstract void discard(R result);

    /** {@return true if the requests in flight wait for something else than the peer} */
    boolean isStarved() {
        return false;
    }

    /** Checks what has to be before a submit. */
    void checkSubmit() {}

    /** The stream was paused, or its window is full: a backend that has the system fill buffers by itself ends its request. */
    protected void suspended() {}

    // ---- What the program calls ----

    @Override
    public final void submit() {
        checkHasCallback();
        checkSubmit();
        port.submissions.beginStream();
        boolean begun = false;
        try {
            begin();
            begun = true;
        } finally {
            if (!begun) {
                port.submissions.endStream();
            }
        }
        if (!channel
                .isUsable()) { // asked after the channel knows of the stream: either its close sees this, or this the
            // close
            closed(new ClosedChannelException());
        }
        goOn(false);
    }

    private synchronized void begin() {
        if (pending) {
            throw new IllegalStateException("submitted already, and not ended: " + this);
        }
        if (!channel.claim(this)) {
            throw new IllegalStateException("another stream is pending, and one at a time may be: " + this);
        }
        submitting();
        stopping = false;
        stopped = false;
        closed = false;
        over = false;
        failure = null;
        pending = true;
        long limitNanos = timeoutNanos();
        isTimed = limitNanos > 0;
        clock.begin(limitNanos);
    }

    /** Called when a submission begins, under this object's lock. */
    void submitting() {}

    @Override
    public final boolean stop() {
        synchronized (this) {
            if (!pending) {
                return false;
            }
            stopping = true;
        }
        cancelRequests();
        goOn(false);
        return true;
    }

    @Override
    public final void pause() {
        synchronized (this) {
            paused = true;
        }
        suspended();
    }

    @Override
    public final void resume() {
        synchronized (this) {
            paused = false;
            waitsFromNowOn();
        }
        goOn(false);
    }

    @Override
    public final boolean isPending() {
        return pending;
    }

    // ---- What the requests say, each on a thread that polls ----

    /** A request has brought a result, and is over. Returns how many callbacks were called, as all of these do. */
    protected final int arrived(R result) {
        return arrived(result, true);
    }

    /** A request has brought a result, and goes on. */
    protected final int more(R result) {
        return arrived(result, false);
    }

    private int arrived(R result, boolean isLast) {
        boolean isDropped;
        R toTell = null;
        synchronized (this) {
            inFlight -= isLast ? 1 : 0;
            if (isTimed) {
                clock.isInTime();
            }
            isDropped = closed;
            if (!isDropped) {
                // It came while the others were cancelled for the silence, which is over.
                if (failure instanceof SocketTimeoutException) {
                    over = false;
                    failure = null;
                    clock.goesOn();
                }
                keep(result);
                if (next(true) == Step.TELL) { // as goOn would find, with a lock of its own
                    toTell = takeKept();
                    telling = true;
                }
            }
            waitsFromNowOn();
        }
        if (isDropped) {
            discard(result);
        }
        if (toTell == null) {
            return goOn(true);
        }
        tell(toTell);
        return 1 + goOn(true, true);
    }

    /** The system has no more: the end of the stream, or a failure. The request is over. */
    protected final int finished(IOException why) {
        synchronized (this) {
            inFlight--;
            clock.isInTime();
            over(why);
        }
        return goOn(true);
    }

    /** A request is over without a result: it was cancelled, or has to be made again. */
    protected final int requestOver() {
        boolean isTooLate;
        synchronized (this) {
            inFlight--;
            isTooLate = clock.hasTimedOut() && !keeps();
            if (isTooLate) {
                over(clock.timeout(this));
            }
            clock.isInTime();
        }
        if (isTooLate) { // another thread may have begun one since the others were cancelled
            cancelRequests();
        }
        return goOn(true);
    }

    /** A request has failed for a reason that may pass, such as no memory. It is made again after a pause. */
    protected final int requestFailed(IOException why) {
        synchronized (this) {
            inFlight--;
            clock.retryLater();
        }
        port.report(channel, why);
        return goOn(true);
    }

    /** {@return true if a request that has nothing yet is to be given up} */
    protected final boolean isUnwanted() {
        return stopping || closed || paused;
    }

    /** Looks, after a request has begun, whether it was to end meanwhile. */
    protected final void begunRequest() {
        // Looked at after it has begun: whoever sets one of these looks for what has begun after that.
        if (pending && (stopping || closed || over)) {
            cancelRequests();
        }
    }

    /** Takes a request for gone that {@link #cancelRequests} has found not to be the system's. Then {@link #goOn} is called. */
    protected final synchronized void requestGone() {
        inFlight--;
    }

    /** What the peer does not do counts as its silence from now on. Under this object's lock. */
    final void waitsFromNowOn() {
        if (isTimed) {
            clock.waitsFromNowOn();
        }
    }

    private void over(IOException why) {
        if (!over) {
            over = true;
            failure = why;
        }
    }

    /** The channel was closed: what nobody was told of is given up. */
    final void closed(IOException why) {
        while (true) {
            R result;
            synchronized (this) {
                if (!pending) {
                    return;
                }
                closed = true;
                result = keeps() ? takeKept() : null;
                if (result != null) { // then its end would be told of data that nobody has got
                    over = false;
                }
                over(why);
            }
            if (result == null) {
                break;
            }
            discard(result);
        }
        cancelRequests();
        goOn(false);
    }

    // ---- What comes next ----

    private enum Step {
        NOTHING,
        TELL,
        END,
        REQUEST,
        NUDGE
    }

    /** Does what there is to do. Returns how many callbacks were called. */
    protected final int goOn(boolean mayTell) {
        return goOn(mayTell, false);
    }

    /** @param hasTold whether this thread was in a callback just now */
    private int goOn(boolean mayTell, boolean hasTold) {
        int told = 0;
        boolean wasTelling = hasTold;
        while (true) {
            Step step;
            R result = null;
            IOException why = null;
            boolean isStopped = false;
            boolean isTooMuch = false;
            synchronized (this) {
                if (wasTelling) {
                    telling = false;
                    wasTelling = false;
                    waitsFromNowOn();
                }
                step = next(mayTell);
                switch (step) {
                    case TELL -> result = takeKept();
                    case END -> {
                        why = end();
                        isStopped = stopped; // another thread may submit it again before that is told
                    }
                    case REQUEST -> {
                        inFlight++;
                        waitsFromNowOn();
                    }
                    case NUDGE -> nudged = true;
                    default -> isTooMuch = inFlight > 0 && keeps();
                }
                telling |= step == Step.TELL || step == Step.END;
            }
            switch (step) {
                case TELL -> {
                    told++;
                    wasTelling = true;
                    tell(result);
                }
                case END -> {
                    wasTelling = true;
                    told += tellEnd(why, isStopped);
                }
                case REQUEST -> makeRequest();
                case NUDGE -> sendNudge();
                default -> {
                    if (isTooMuch) {
                        suspended();
                    }
                    return told;
                }
            }
        }
    }

    private Step next(boolean mayTell) {
        if (!pending || telling) { // the thread that tells comes here afterwards
            return Step.NOTHING;
        }
        boolean keeps = keeps();
        boolean isHeld = paused && !stopping && !closed;
        if (keeps && !isHeld && mayLend()) {
            return tellOrNudge(Step.TELL, mayTell);
        }
        if (keeps) {
            return Step.NOTHING;
        }
        if (over || stopping) {
            boolean isEnd = inFlight == 0 && (!isHeld || failure instanceof SocketTimeoutException);
            // The nudge is a part of this submission: while it is under way, it ends the stream.
            return isEnd && !(nudged && mayTell) ? tellOrNudge(Step.END, mayTell) : Step.NOTHING;
        }
        return inFlight < maxInFlight && !paused && !clock.waitsToRetry() && mayLend() ? Step.REQUEST : Step.NOTHING;
    }

    private Step tellOrNudge(Step step, boolean mayTell) {
        return mayTell ? step : nudged || clock.waitsToRetry() ? Step.NOTHING : Step.NUDGE;
    }

    private void makeRequest() {
        try {
            request();
        } catch (Throwable e) {
            requestLost(e);
            return;
        }
        begunRequest();
    }

    /** A request could not be made, for lack of memory. It is made again after a pause. */
    protected final void requestLost(Throwable cause) {
        synchronized (this) {
            inFlight--;
            clock.retryLater();
        }
        port.report(channel, notRequested(cause));
    }

    /** {@return what is told then} */
    Throwable notRequested(Throwable cause) {
        return cause;
    }

    private void sendNudge() {
        try {
            port.submissions.submitPart(nudge);
        } catch (Throwable e) {
            synchronized (this) {
                nudged = false;
                clock.retryLater();
            }
            port.report(channel, e);
        }
    }

    /** Comes to the end. From here on it may be submitted again. Returns why, or null. */
    private IOException end() {
        clock.end();
        stopped = !over;
        pending = false;
        channel.unclaim();
        return failure;
    }

    // ---- Time, and the nudge ----

    private void look() {
        boolean isTooLong = false;
        synchronized (this) {
            clock.retries();
            if (pending && !over) {
                isTooLong = clock.isTooLong(inFlight > 0 && !paused && !telling && !isStarved());
            }
        }
        if (isTooLong) {
            cancelRequests();
        }
        goOn(false);
    }

    @Override
    public final int ended(AbstractOperation<?> operation, long result, IOException why) {
        if (operation != nudge) {
            return requestEnded(operation, result, why);
        }
        synchronized (this) {
            nudged = false;
        }
        return goOn(true);
    }

    /** Takes the end of an operation that a request is made of. */
    int requestEnded(AbstractOperation<?> operation, long result, IOException why) {
        throw new IllegalStateException(operation + " is no part of " + this);
    }

    /** {@return what has to be said of a failed operation that was a request} */
    protected final int requestEnded(IOException why) {
        if (why instanceof OperationCancelledException) {
            return requestOver();
        }
        boolean isClosed =
                why instanceof ClosedChannelException; // meanwhile: it was open when the stream was submitted
        return finished(isClosed ? new AsynchronousCloseException() : why);
    }
}
