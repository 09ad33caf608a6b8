/**
 * Sockets and files on the channels of the JDK's, for the backends that only watch them.
 */
package dev.pollux.internal.readiness.channel;
