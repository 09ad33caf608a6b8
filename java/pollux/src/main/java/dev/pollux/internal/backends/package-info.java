/**
 * Which backend is taken, and why. It alone knows all of them.
 */
package dev.pollux.internal.backends;
