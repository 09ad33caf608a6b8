/** An event loop's epoll instance. */
package dev.pollux.netty.internal.readiness;
