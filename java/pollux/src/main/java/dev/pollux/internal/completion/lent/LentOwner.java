package dev.pollux.internal.completion.lent;

/** Who has lent a buffer to the program, and counts those that are out. */
public interface LentOwner {

    /** One of its buffers has come back. On any thread, without a lock. */
    void givenBack();

    /** {@return where the program has asked for results, or null if nobody checks} */
    Throwable origin();
}
