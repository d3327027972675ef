package io.trunkline.admin.application;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Some limits and their values: an application's own, or, with every limit in it, those in force. */
public record ApplicationLimits(@JsonValue Map<Limit, Long> values) {

    static final ApplicationLimits NONE = new ApplicationLimits(Map.of());

    /** Every limit as the vendor has it. */
    static final ApplicationLimits VENDOR = new ApplicationLimits(
            Arrays.stream(Limit.values()).collect(Collectors.toMap(Function.identity(), Limit::vendorDefault)));

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public ApplicationLimits {
        var inOrder = new EnumMap<Limit, Long>(Limit.class);
        inOrder.putAll(values);
        values = Collections.unmodifiableMap(inOrder);
    }

    /** These, and those of {@code others} that are absent here. */
    ApplicationLimits over(ApplicationLimits others) {
        var all = new EnumMap<Limit, Long>(Limit.class);
        all.putAll(others.values);
        all.putAll(values);
        return new ApplicationLimits(all);
    }
}
