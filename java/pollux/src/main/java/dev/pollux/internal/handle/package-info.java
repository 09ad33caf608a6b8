/** What keeps a descriptor or handle open while it is used. Not exported: both direct floors build on it. */
package dev.pollux.internal.handle;
