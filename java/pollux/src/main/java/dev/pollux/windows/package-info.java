/**
 * The direct Windows API: I/O completion ports, overlapped operations, Winsock with its extension functions, files and
 * named pipes, function by function. Where {@code dev.pollux} hides the system, this package shows it.
 *
 * <p>An operation's life, from one thread or several:
 *
 * <pre>{@code
 * Overlapped receive = pool.acquire();                          // idle
 * int result = socket.submitReceive(receive, buffer);           // pending, on a socket associated with the port
 * if (result < 0) throw socket.failure("WSARecv", -result);     // refused at once: nothing will come
 *
 * for (int i = 0, n = port.await(completions, Iocp.INFINITE); i < n; i++) {
 *   Overlapped operation = pool.find(completions.overlappedAddress(i));
 *   if (operation == null) continue;                            // a packet that the program has posted
 *   operation.completed(completions, i);                        // its result can be read now
 *   IOException failure = operation.failure(socket, "WSARecv");
 *   int bytes = operation.bytes();                              // 0 is the end of the stream
 *   operation.release();                                        // or reset() it, to submit it again
 * }
 * }</pre>
 *
 * <p>Nothing blocks except {@link dev.pollux.windows.Iocp#await}. Handles are closed by whoever opened them. What a call refuses
 * is an {@link java.io.IOException} that names the call, the code and the system's text ({@link
 * dev.pollux.system.SystemCallException#of} finds them), except submissions, which return the code.
 */
package dev.pollux.windows;
