package io.trunkline.telemetry.usage;

import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntFunction;

/**
 * One column of records of one kind, as it is sent: all values in one array.
 *
 * @param name of the statement's parameter
 */
record Column<T, V>(String name, Function<T, V> value, IntFunction<V[]> array) {
    static <T> Column<T, String> texts(String name, Function<T, String> value) {
        return new Column<>(name, value, String[]::new);
    }

    static <T> Column<T, Instant> times(String name, Function<T, Instant> value) {
        return new Column<>(name, value, Instant[]::new);
    }

    static <T> Column<T, Long> counts(String name, Function<T, Long> value) {
        return new Column<>(name, value, Long[]::new);
    }

    V[] of(List<T> records) {
        return records.stream().map(value).toArray(array);
    }
}
