package dev.pollux.benchmarks.report;

import java.math.BigDecimal;
import java.util.Locale;

/** Numbers as the report prints them: three digits that count, thousands apart. */
final class Numbers {
    private static final char THIN = '\u202f';

    private Numbers() {}

    static String of(double value) {
        double size = Math.abs(value);
        if (Double.isInfinite(value)) {
            return "∞";
        }
        if (size >= 1e6) {
            return threeDigits(value / 1e6) + THIN + "M";
        }
        if (size >= 1e5) {
            return threeDigits(value / 1e3) + THIN + "k";
        }
        if (size >= 999.5) {
            return String.format(Locale.ROOT, "%,d", Math.round(value)).replace(',', THIN);
        }
        return threeDigits(value);
    }

    private static String threeDigits(double value) {
        double size = Math.abs(value);
        if (size < 0.0005) {
            return "0";
        }
        int decimals = size >= 99.95 ? 0 : size >= 9.995 ? 1 : size >= 0.0995 ? 2 : 3;
        return String.format(Locale.ROOT, "%." + decimals + "f", value);
    }

    /** {@return a ratio: two decimals where it is near to one, since there they tell} */
    static String ratio(double value) {
        return Double.isInfinite(value) ? "∞" : value < 9.995 ? String.format(Locale.ROOT, "%.2f", value) : of(value);
    }

    static String withUnit(double value, String unit) {
        return of(value) + (unit.isBlank() ? "" : " " + printed(unit));
    }

    /** {@return a bound as it was set, with no digits that it does not have} */
    static String bound(double value, String unit) {
        return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString()
                + (unit.isBlank() ? "" : " " + printed(unit));
    }

    /** {@return a metric's name with its unit} */
    static String named(String metric, String unit) {
        return metric + (unit.isBlank() ? "" : ", " + printed(unit));
    }

    private static String printed(String unit) {
        return unit.equals("us") ? "µs" : unit;
    }
}
