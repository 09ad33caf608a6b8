/**
 * The direct Windows API: I/O completion ports, overlapped operations, Winsock with its extension functions, files and
 * named pipes, function by function. Where {@code dev.pollux} hides the system, this package shows it.
 */
package dev.pollux.windows;
