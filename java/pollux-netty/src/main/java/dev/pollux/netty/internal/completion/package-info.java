/** An event loop's completion port, and what moves the bytes of its channels. It knows channels by interfaces only. */
package dev.pollux.netty.internal.completion;
