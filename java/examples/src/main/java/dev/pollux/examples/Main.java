package dev.pollux.examples;

/** Placeholder. */
public final class Main {
    private Main() {}

    /** Starts. */
    public static void main(String[] args) {}
}
