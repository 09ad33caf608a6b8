/**
 * What all floors share and no system owns: the exception of a failed system call, and what the portable floor takes from the
 * direct one without knowing which system it is of.
 */
package dev.pollux.system;
