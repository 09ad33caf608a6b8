package dev.pollux.examples.demo;

import java.io.PrintWriter;

/** Tells what is being measured: on a terminal in one line that is written again and again, else in lines. */
public final class Progress {
    private static final int WIDTH = 79;

    private final PrintWriter out;
    private final boolean terminal;
    private boolean shown;

    /** Creates one that writes there. */
    public Progress(PrintWriter out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    /** {@return whether this process writes to a terminal} */
    public static boolean isTerminal() {
        if (System.console() == null) {
            return false;
        }
        try { // since JDK 22, where a console need not be a terminal
            return (boolean) System.console().getClass().getMethod("isTerminal").invoke(System.console());
        } catch (NoSuchMethodException e) {
            return true;
        } catch (ReflectiveOperationException e) {
            return false;
        }
    }

    /**
     * Tells a step.
     *
     * @param what what is being measured
     * @param who of whom, which a line of its own does not tell
     * @param first whether it is new, and worth a line
     */
    void step(String what, String who, boolean first) {
        if (terminal) {
            String text = what + ", " + who;
            String line = text.substring(0, Math.min(text.length(), WIDTH));
            out.print("\r" + line + " ".repeat(WIDTH - line.length()));
            shown = true;
        } else if (first) {
            out.println(what);
        }
        out.flush();
    }

    /** Leaves an empty line to what comes next. */
    void end() {
        if (shown) {
            out.print("\r" + " ".repeat(WIDTH) + "\r");
            out.flush();
            shown = false;
        }
    }
}
