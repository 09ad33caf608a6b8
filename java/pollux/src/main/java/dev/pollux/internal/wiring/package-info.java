/**
 * How a face reaches its work without importing it.
 */
package dev.pollux.internal.wiring;
