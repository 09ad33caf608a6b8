package dev.pollux.internal.text;

/** The library's one logger, a {@link System.Logger}: it goes where the application's logs go. */
public final class Log {
    /** Its name. A constant of the compiler's, so that who logs a failure has no class to load for it. */
    public static final String NAME = "dev.pollux";

    private Log() {}
}
