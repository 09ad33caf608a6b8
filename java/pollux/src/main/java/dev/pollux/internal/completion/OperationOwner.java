package dev.pollux.internal.completion;

import java.io.IOException;

/** What an operation belongs to that no program has made: a stream, a write that gives its buffer back. */
interface OperationOwner {

    /**
     * Takes the end of one of its operations, which may be submitted again from here. On a thread that polls.
     *
     * @param failure why it failed, or null
     * @return how many callbacks of the program's were called
     */
    int ended(AbstractOperation<?> operation, long result, IOException failure);

    /** {@return the program's callback that is called then, or what is nearest to it} */
    default Object callee() {
        return this;
    }
}
