/** Linux's files as both kinds of ports use them. Not exported. */
package dev.pollux.linux.file;
