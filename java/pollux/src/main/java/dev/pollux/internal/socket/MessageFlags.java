package dev.pollux.internal.socket;

/** Checks the flags of one receive or send. */
public final class MessageFlags {
    private MessageFlags() {}

    /** Fails if there is a flag that is not among the allowed ones: a system may take it in silence. */
    public static void check(int flags, int allowed) {
        if ((flags & ~allowed) != 0) {
            throw new IllegalArgumentException("flags 0x" + Integer.toHexString(flags) + ": not among 0x"
                    + Integer.toHexString(allowed) + ", which are all that this call takes");
        }
    }
}
