/** The system's sockets under the channels: what differs between Linux and Windows. */
package dev.pollux.netty.internal.socket;
