/** Memory that a completion port lends to the program: slots of one block, who has each, and who waits for one. */
package dev.pollux.internal.completion.lent;
