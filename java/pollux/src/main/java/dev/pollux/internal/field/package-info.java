/** How fields that threads share are read and written. */
package dev.pollux.internal.field;
