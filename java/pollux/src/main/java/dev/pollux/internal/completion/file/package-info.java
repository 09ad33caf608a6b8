/**
 * Files on a completion port, whichever backend it has: their operations, and how threads of the port's own do what a backend can't
 * begin by itself.
 */
package dev.pollux.internal.completion.file;
