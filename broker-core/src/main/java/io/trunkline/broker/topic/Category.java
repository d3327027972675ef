package io.trunkline.broker.topic;

import java.util.Locale;

/** The three kinds of topic, told by their prefix; the test is case-sensitive. */
public enum Category {
    /** Anyone in the application may subscribe. */
    PUBLIC(""),
    /** {@code secure/...}: only who holds a permission may subscribe. */
    SECURE("secure/"),
    /** {@code priv/...}: the broker subscribes the connections it belongs to; clients never do. */
    PRIVATE("priv/");

    private final String prefix;

    Category(String prefix) {
        this.prefix = prefix;
    }

    static Category of(String name) {
        if (name.startsWith(SECURE.prefix)) {
            return SECURE;
        }
        return name.startsWith(PRIVATE.prefix) ? PRIVATE : PUBLIC;
    }

    /** True for a first level that a leading wildcard does not reach into: {@code secure}, {@code priv} and {@code $...}. */
    static boolean isGuarded(String firstLevel) {
        return firstLevel.startsWith("$") || firstLevel.equals("secure") || firstLevel.equals("priv");
    }

    /** True for a name whose first level is a reserved one but for its letter case. */
    static boolean looksReserved(String name) {
        var slash = name.indexOf('/');
        if (slash < 0 || of(name) != PUBLIC) {
            return false;
        }
        return of(name.substring(0, slash + 1).toLowerCase(Locale.ROOT)) != PUBLIC;
    }
}
