package dev.pollux.examples.http;

import dev.pollux.FileSource;

/** A file that is to follow the response's head. The receiver closes it. */
record FileBody(FileSource file, long bytes) {}
