/**
 * What the readiness backends share: registrations, changes of interest, delivery, write queues, opening and closing.
 */
package dev.pollux.internal.readiness;
