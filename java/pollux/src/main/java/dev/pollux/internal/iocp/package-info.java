/** The completion backend of Windows. Above the direct floor, it alone knows {@code dev.pollux.windows}. */
package dev.pollux.internal.iocp;
