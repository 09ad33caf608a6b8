/**
 * Readiness ports: which sockets can make progress, and a dispatcher that calls back when they can. {@link dev.pollux.readiness.ReadinessPort}
 * and {@link dev.pollux.readiness.ReadinessDispatcher} are where to begin.
 */
package dev.pollux.readiness;
