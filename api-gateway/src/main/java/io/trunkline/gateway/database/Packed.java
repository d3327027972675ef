package io.trunkline.gateway.database;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.r2dbc.postgresql.client.EncodedParameter;
import io.r2dbc.postgresql.extension.CodecRegistrar;
import io.r2dbc.postgresql.message.Format;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import reactor.core.publisher.Mono;

/**
 * A parameter in Postgres' own binary form, as all of them are: the driver would write out bytes as text, at twice the length, and forgets the buffers that it makes
 * of any other value where the connection has gone meanwhile.
 */
public final class Packed {
    private static final int BYTEA = 17;
    private static final int BYTEA_ARRAY = 1001;
    private static final int TEXT = 25;
    private static final int TEXT_ARRAY = 1009;
    private static final int INT8 = 20;
    private static final int INT8_ARRAY = 1016;
    private static final int TIMESTAMPTZ = 1184;
    private static final int HEAD = 5 * Integer.BYTES;
    private static final Instant EPOCH = Instant.parse("2000-01-01T00:00:00Z");

    static final CodecRegistrar REGISTRAR =
            (connection, allocator, registry) -> Mono.fromRunnable(() -> registry.addFirst(new PackedCodec()));

    private final int type;
    private final byte[] bytes;

    private Packed(int type, byte[] bytes) {
        this.type = type;
        this.bytes = bytes;
    }

    /** One value of the type bytea; the array is taken over. */
    public static Packed bytes(byte[] value) {
        return new Packed(BYTEA, value);
    }

    /** One {@code text}. */
    public static Packed text(String value) {
        return new Packed(TEXT, octets(value));
    }

    private static byte[] octets(String value) {
        return value.getBytes(StandardCharsets.UTF_8);
    }

    /** One {@code bigint}. */
    public static Packed number(long value) {
        return new Packed(INT8, octets(value));
    }

    /** One {@code timestamptz}: microseconds since the year 2000. */
    public static Packed time(Instant value) {
        return new Packed(TIMESTAMPTZ, octets(ChronoUnit.MICROS.between(EPOCH, value)));
    }

    private static byte[] octets(long value) {
        var octets = new byte[Long.BYTES];
        ByteBuffer.wrap(octets).putLong(value);
        return octets;
    }

    /** Many values, as a {@code bytea[]}. */
    public static Packed bytes(List<byte[]> values) {
        return new Packed(BYTEA_ARRAY, array(BYTEA, values));
    }

    /** Many values, as a {@code text[]}. */
    public static Packed texts(Stream<String> values) {
        return new Packed(TEXT_ARRAY, array(TEXT, values.map(Packed::octets).toList()));
    }

    private static byte[] array(int type, List<byte[]> values) {
        var size = values.stream().mapToInt(value -> value.length).sum();
        var array = new byte[length(values.size(), size)];
        var out = head(array, type, values.size());
        values.forEach(value -> out.putInt(value.length).put(value));
        return array;
    }

    /** Many numbers, as a {@code bigint[]}. */
    public static Packed longs(long[] values) {
        var array = new byte[length(values.length, values.length * Long.BYTES)];
        var out = head(array, INT8, values.length);
        for (var value : values) {
            out.putInt(Long.BYTES).putLong(value);
        }
        return new Packed(INT8_ARRAY, array);
    }

    private static int length(int count, int bytes) {
        return HEAD + count * Integer.BYTES + bytes;
    }

    /** Dimensions, no nulls, type of the elements; then the one dimension's length and its lower bound. */
    private static ByteBuffer head(byte[] array, int type, int count) {
        return ByteBuffer.wrap(array)
                .putInt(1)
                .putInt(0)
                .putInt(type)
                .putInt(count)
                .putInt(1);
    }

    /** Of this type, and these bytes in its binary form. */
    static Packed of(int type, byte[] bytes) {
        return new Packed(type, bytes);
    }

    EncodedParameter encoded() {
        return new EncodedParameter(
                Format.FORMAT_BINARY, type, Mono.<ByteBuf>fromSupplier(() -> Unpooled.wrappedBuffer(bytes)));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Packed that && that.type == type && Arrays.equals(that.bytes, bytes);
    }

    @Override
    public int hashCode() {
        return 31 * type + Arrays.hashCode(bytes);
    }
}
