package io.trunkline.broker.message;

import io.trunkline.broker.refusal.Reason;
import io.trunkline.broker.refusal.Refused;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.regex.Pattern;

/** Times as publishers write them on every wire: a number of seconds, as {@code 90} or {@code 0.25}. */
public final class Seconds {
    private static final Pattern TEXT = Pattern.compile("[0-9]{1,9}(\\.[0-9]{1,9})?");
    private static final int NANO_DIGITS = 9;

    private Seconds() {}

    /**
     * A time of zero or more, below 1,000,000,000 s.
     *
     * @param name what the wire calls it, for the error
     * @throws Refused MALFORMED for what is no such number, or has an exponent
     */
    public static Duration parse(String name, String text) {
        if (!TEXT.matcher(text).matches()) {
            throw new Refused(Reason.MALFORMED, name + " is a number of seconds below 1000000000, as 90 or 0.25");
        }
        return Duration.ofNanos(new BigDecimal(text).movePointRight(NANO_DIGITS).longValueExact());
    }
}
