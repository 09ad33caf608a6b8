/** What channels and the ports of their event loops know of each other. */
package dev.pollux.netty.internal.loop;
