package io.trunkline.gateway.problem;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.TypeMismatchException;
import org.springframework.util.ClassUtils;
import org.springframework.web.ErrorResponse;
import org.springframework.web.server.ServerWebInputException;

/** What is wrong with a parameter that is not what it must be: Spring's own words leave out which it is. */
final class Misfit {
    private Misfit() {}

    /** Null for anything else that is wrong. */
    static @Nullable String detail(ErrorResponse response) {
        if (!(response instanceof ServerWebInputException input)
                || !(input.getCause() instanceof TypeMismatchException mismatch)) {
            return null;
        }
        var parameter = input.getMethodParameter();
        var name = parameter == null ? mismatch.getPropertyName() : parameter.getParameterName();
        return name == null ? null : name + " is " + kind(mismatch.getRequiredType());
    }

    private static String kind(@Nullable Class<?> type) {
        var boxed = type == null ? Object.class : ClassUtils.resolvePrimitiveIfNecessary(type);
        if (boxed == Integer.class || boxed == Long.class) {
            return "a whole number";
        }
        return boxed == Boolean.class ? "true or false" : "not what it must be";
    }
}
