package dev.pollux.internal.nio;

/** What can be registered with a selector's port. */
interface NioSource {
    /** Returns its channel, and the keys of that. */
    NioKeys keys();
}
