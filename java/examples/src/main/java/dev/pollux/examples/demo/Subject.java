package dev.pollux.examples.demo;

/** What is measured together: a heading of the table. */
enum Subject {
    /** Of a loop beside its clients. */
    TICKS("ticks", 19, "A tick every millisecond, while 100 clients send 20 messages a second each"),
    /** Of a loop that sleeps, and of one that does not. */
    WAKEUPS("single tasks", 12, "Eight threads hand a loop, asleep or busy, a task now and then (medians)"),
    /** Of the queue of tasks. */
    TASKS("a million tasks", 8, "A million tasks, as fast as threads can hand them over"),
    /** Of replies that did not fit at once. */
    INTEREST("back-pressure", 12, "200 clients, each reply waits until its socket can take it (back-pressure)"),
    /** Of connections that say nothing. */
    MEMORY("idle connections", 16, "2,000 idle connections"),
    /** Of a server as a whole. */
    HTTP("HTTP", 18, "An HTTP server with 64 connections (nine tenths of its time are the kernel's)");

    /** For a progress line, and a sentence. */
    final String name;

    /** How much of the minute and a half it may take. What one leaves, the next may use. */
    final int seconds;

    final String heading;

    Subject(String name, int seconds, String heading) {
        this.name = name;
        this.seconds = seconds;
        this.heading = heading;
    }
}
