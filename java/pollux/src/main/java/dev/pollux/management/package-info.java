/**
 * Dispatchers for operators, by JMX: nothing of it is loaded unless a program asks for it. It needs the module {@code
 * java.management}, which the rest of Pollux does without.
 */
package dev.pollux.management;
