package dev.pollux.benchmarks.micro;

/** What all callbacks of a benchmark count in: proof that each contestant has delivered what it was to deliver. */
final class Count {
    long events;
}
