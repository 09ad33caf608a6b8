/** The completion backend over any readiness port: it tries each call at once, and waits for readiness if that would block. */
package dev.pollux.internal.emulated;
