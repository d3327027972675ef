package io.trunkline.bench.report;

import java.util.Locale;

/** One figure beside its target. */
public record Finding(String what, String measured, String target, String verdict) {
    /** A figure that is good when it is at least {@code target}. */
    public static Finding atLeast(String what, double measured, double target, String unit) {
        return of(what, measured, "at least " + number(target) + unit, unit, 1 - measured / target);
    }

    /** A figure that is good when it is at most {@code target}. */
    public static Finding atMost(String what, double measured, double target, String unit) {
        return of(what, measured, "at most " + number(target) + unit, unit, measured / target - 1);
    }

    /** A count that is good when it is zero. */
    public static Finding none(String what, long measured) {
        return new Finding(what, Long.toString(measured), "0", measured == 0 ? "met" : "**missed**");
    }

    /** Something that could not be measured, and why. */
    public static Finding unmeasured(String what, String why) {
        return new Finding(what, why.lines().findFirst().orElse(""), "", "**not measured**");
    }

    private static Finding of(String what, double measured, String target, String unit, double missing) {
        String verdict = missing <= 0 ? "met" : String.format(Locale.ROOT, "**missed by %.0f %%**", missing * 100);
        return new Finding(what, number(measured) + unit, target, verdict);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }
}
