package dev.pollux.internal.text;

/** Durations for people to read. */
public final class Durations {
    private static final String[] UNITS = {" ns", " us", " ms", " s"};

    private Durations() {}

    /**
     * {@return a duration in the largest unit of which it is one or more, up to seconds, with at most three places: {@code 200
     * ms}, {@code 1.5 s}}
     *
     * @param nanos nanoseconds
     */
    public static String text(long nanos) {
        long unitNanos = 1;
        int unit = 0;
        while (unit < UNITS.length - 1 && (nanos / unitNanos >= 1000 || nanos / unitNanos <= -1000)) {
            unitNanos *= 1000;
            unit++;
        }
        StringBuilder text = new StringBuilder(nanos < 0 ? "-" : "").append(Math.abs(nanos / unitNanos));
        long thousandths = unit == 0 ? 0 : Math.abs(nanos % unitNanos) / (unitNanos / 1000);
        if (thousandths > 0) {
            text.append('.').append(String.valueOf(1000 + thousandths).substring(1));
            while (text.charAt(text.length() - 1) == '0') {
                text.setLength(text.length() - 1);
            }
        }
        return text.append(UNITS[unit]).toString();
    }
}
