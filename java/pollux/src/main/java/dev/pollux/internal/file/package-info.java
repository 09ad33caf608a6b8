/** How a file is opened and used on every system. Not exported: what opens files on either side builds on it. */
package dev.pollux.internal.file;
