/** What every floor knows of sockets: their addresses, the values of their options, and how they refuse what is wrong. Not exported. */
package dev.pollux.internal.socket;
