package io.trunkline.broker.observe;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Where a line comes from: a code of ISO 3166-1 alpha-2, of which there are about 250, or {@link #UNKNOWN}. */
public record Country(String code) {
    public static final Country UNKNOWN = new Country("ZZ");

    private static final Map<String, Country> ALL = Arrays.stream(Locale.getISOCountries())
            .collect(Collectors.toUnmodifiableMap(Function.identity(), Country::new));

    /** The country of this code, in letters of either case; unknown for whatever else it may be. */
    public static Country of(@Nullable String code) {
        return code == null || code.length() != 2 ? UNKNOWN : ALL.getOrDefault(code.toUpperCase(Locale.ROOT), UNKNOWN);
    }
}
