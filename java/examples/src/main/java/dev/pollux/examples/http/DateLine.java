package dev.pollux.examples.http;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** The Date line of all responses within a second (RFC 9110 section 5.6.7), ready to be copied. */
public final class DateLine {
    /** RFC_1123_DATE_TIME leaves the day's leading zero out, which IMF-fixdate does not. */
    private static final DateTimeFormatter IMF_FIXDATE = DateTimeFormatter.ofPattern(
                    "'Date: 'EEE, dd MMM yyyy HH:mm:ss 'GMT\r\n'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private DateLine() {}

    /** {@return the line with its line end} */
    public static byte[] of(Instant now) {
        return Ascii.bytes(IMF_FIXDATE.format(now));
    }
}
