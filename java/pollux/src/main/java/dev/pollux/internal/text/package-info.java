/** Turns values into words, and words into bytes. Not exported: all floors build on it. */
package dev.pollux.internal.text;
