package dev.pollux.history;

import dev.pollux.readiness.Interest;
import dev.pollux.readiness.Registration;
import dev.pollux.readiness.TriggerMode;

/** The model of a registration: what it may report, and what it has to. */
final class RegistrationModel {
    /** Whether a one-shot registration reports. It may, where it was armed again between an event and its delivery. */
    enum Armed {
        YES,
        MAYBE,
        NO
    }

    final ConnectionModel connection;
    final TriggerMode mode;
    int port;
    Registration its;
    Interest interest;
    boolean open = true;
    boolean paused;
    Armed armed = Armed.YES;
    boolean armedInBatch;

    // Edge-triggered: there was something new since the last report.
    boolean newToRead = true;
    boolean newToWrite = true;

    // What it was ready for when the port's wait found it, and what has become of that meanwhile is not known there.
    boolean foundReadable;

    boolean wasReported; // by the delivery under way

    RegistrationModel(ConnectionModel connection, int port, Interest interest, TriggerMode mode) {
        this.connection = connection;
        this.port = port;
        this.interest = interest;
        this.mode = mode;
    }

    private boolean isSilent() {
        return !open || paused || interest.isNone() || armed == Armed.NO;
    }

    boolean mayReportReadable() {
        return !isSilent() && interest.isRead() && (connection.isReadable() || foundReadable);
    }

    boolean mayReportWritable() {
        return !isSilent() && interest.isWrite();
    }

    /** {@return true if the next wait of its port has to report it} */
    boolean isDue() {
        if (isSilent() || armed != Armed.YES) {
            return false;
        }
        boolean edge = mode == TriggerMode.EDGE;
        return interest.isRead() && connection.isReadable() && (newToRead || !edge)
                || interest.isWrite() && connection.isSurelyWritable() && (newToWrite || !edge);
    }

    /** @param inBatch true if events may be on their way: the one of before does not disarm what is armed now */
    void arm(boolean inBatch) {
        armed = Armed.YES;
        armedInBatch |= inBatch;
    }

    void reported(boolean readable, boolean writable) {
        newToRead &= !readable;
        newToWrite &= !writable;
        foundReadable = false;
        if (mode == TriggerMode.ONESHOT) {
            armed = armedInBatch ? Armed.MAYBE : Armed.NO;
            armedInBatch = false;
        }
    }

    @Override
    public String toString() {
        return its + " of port " + port + (paused ? ", paused" : "") + ", armed " + armed + ", new " + newToRead + "/"
                + newToWrite + " of " + connection;
    }
}
