/**
 * What all floors have of the operating system's errors.
 */
package dev.pollux.system;
