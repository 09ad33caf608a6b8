package dev.pollux.examples;

/** Makes one line of a message. */
final class OneLine {
    private OneLine() {}

    /** {@return the message without line ends, and without the stack trace that some libraries put into theirs} */
    static String of(String text) {
        return text.replaceAll("\\R\\s*at [^\\r\\n;]*", "").strip().replaceAll("\\s*\\R\\s*", "; ");
    }
}
