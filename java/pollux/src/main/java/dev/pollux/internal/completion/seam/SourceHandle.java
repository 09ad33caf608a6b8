package dev.pollux.internal.completion.seam;

import java.io.IOException;

/** What the system has for a source, as far as channels and files are alike. Not on the way of a submission. */
public abstract class SourceHandle {
    public abstract boolean isOpen();

    /** Asks for the end of the submission that has a ticket. Fails with nothing: then it ends in its own time. */
    public abstract void cancel(Object ticket);

    /** {@return the exception for the code that an operation on it failed with} */
    public abstract IOException failure(OperationKind kind, int code);

    /** Closes it, and has what is pending end. A second call does nothing. */
    public abstract void close();

    /** {@return what it is, for messages} */
    @Override
    public abstract String toString();
}
