/**
 * The readiness backend on epoll. It alone knows Linux.
 */
package dev.pollux.internal.epoll;
