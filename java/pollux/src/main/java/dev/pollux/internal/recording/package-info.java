/**
 * What JDK Flight Recorder is told, where the runtime has it: module {@code jdk.jfr} may be missing, and then nothing here is loaded
 * that needs it.
 */
package dev.pollux.internal.recording;
