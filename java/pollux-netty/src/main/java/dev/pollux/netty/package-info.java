/**
 * A Netty 4.2 transport on Pollux. {@link dev.pollux.netty.PolluxIoHandler} drives an event loop, and {@link
 * dev.pollux.netty.PolluxServerSocketChannel} and {@link dev.pollux.netty.PolluxSocketChannel} are its channels for TCP.
 */
package dev.pollux.netty;
