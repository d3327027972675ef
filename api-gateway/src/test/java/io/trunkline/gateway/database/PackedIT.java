package io.trunkline.gateway.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.r2dbc.postgresql.api.PostgresqlConnection;
import io.r2dbc.postgresql.api.PostgresqlStatement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PackedIT {
    private static PostgresqlConnection connection;

    @BeforeAll
    static void connect() {
        var bounds = new DatabaseProperties.Bounds(1, Duration.ofSeconds(30), Duration.ofSeconds(30));
        connection = Connecting.to(DatabaseUrl.parse(TestDatabase.create()), bounds)
                .single()
                .create()
                .block();
    }

    @AfterAll
    static void close() {
        connection.close().block();
    }

    static Stream<Packed> values() {
        return Stream.of(
                Packed.bytes(new byte[] {0, -1, 7}),
                Packed.bytes(new byte[0]),
                Packed.text("Zürich"),
                Packed.texts(Stream.of("", "東京")),
                Packed.number(Long.MIN_VALUE),
                Packed.time(Instant.parse("1999-12-31T23:59:59.000001Z")),
                Packed.bytes(List.of(new byte[] {1}, new byte[0])),
                Packed.longs(new long[] {1, -2}));
    }

    @ParameterizedTest
    @MethodSource("values")
    void comesBackAsItWent(Packed value) {
        assertThat(ask("select $1", Packed.class, statement -> statement.bind("$1", value)))
                .isEqualTo(value);
    }

    @Test
    void isToPostgresWhatItSays() {
        var text = ask(
                "select concat_ws(' ', $1, $2, $3, $4, $5)",
                String.class,
                statement -> statement
                        .bind("$1", Packed.bytes(new byte[] {0, -1}))
                        .bind("$2", Packed.number(-5))
                        .bind("$3", Packed.longs(new long[] {1, -2}))
                        .bind("$4", Packed.text("ü"))
                        .bind("$5", Packed.texts(Stream.of("a", "b"))));

        assertThat(text).isEqualTo("\\x00ff -5 {1,-2} ü {a,b}");
    }

    @Test
    void nothingCanBeThereToo() {
        assertThat(ask("select $1::bigint is null", Boolean.class, nothing())).isTrue();
        assertThat(ask("select $1::bytea", Packed.class, nothing())).isNull();
    }

    private static UnaryOperator<PostgresqlStatement> nothing() {
        return statement -> statement.bindNull("$1", Packed.class);
    }

    private static <T> @Nullable T ask(String sql, Class<T> type, UnaryOperator<PostgresqlStatement> bound) {
        return bound.apply(connection.createStatement(sql))
                .execute()
                .flatMap(result -> result.map((row, about) -> new Answer<>(row.get(0, type))))
                .single()
                .block()
                .value();
    }

    private record Answer<T>(@Nullable T value) {}
}
