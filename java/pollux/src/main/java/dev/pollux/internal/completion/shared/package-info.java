/** How several threads wait at a backend whose system lets one wait at a time: one leads, the others follow. */
package dev.pollux.internal.completion.shared;
