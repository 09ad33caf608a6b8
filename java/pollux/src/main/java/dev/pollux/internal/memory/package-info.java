/** What every floor asks of a caller's buffers. Not exported. */
package dev.pollux.internal.memory;
