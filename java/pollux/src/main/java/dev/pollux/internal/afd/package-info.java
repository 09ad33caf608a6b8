/**
 * The readiness backend of Windows that polls its driver of sockets, through a completion port. Experimental.
 */
package dev.pollux.internal.afd;
