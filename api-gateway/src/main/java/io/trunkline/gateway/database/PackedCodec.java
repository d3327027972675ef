package io.trunkline.gateway.database;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.r2dbc.postgresql.client.EncodedParameter;
import io.r2dbc.postgresql.codec.Codec;
import io.r2dbc.postgresql.message.Format;
import org.jspecify.annotations.Nullable;

/** What is packed goes to Postgres as it is, and what comes in its binary form may be asked for as it is. */
final class PackedCodec implements Codec<Packed> {
    /** Postgres finds out itself. */
    private static final int ANY_TYPE = 0;

    @Override
    public boolean canDecode(int dataType, Format format, Class<?> type) {
        return type == Packed.class && format == Format.FORMAT_BINARY;
    }

    @Override
    public boolean canEncode(Object value) {
        return value instanceof Packed;
    }

    @Override
    public boolean canEncodeNull(Class<?> type) {
        return type == Packed.class;
    }

    @Override
    public @Nullable Packed decode(
            @Nullable ByteBuf buffer, int dataType, Format format, Class<? extends Packed> type) {
        return buffer == null ? null : Packed.of(dataType, ByteBufUtil.getBytes(buffer));
    }

    @Override
    public EncodedParameter encode(Object value) {
        return ((Packed) value).encoded();
    }

    @Override
    public EncodedParameter encode(Object value, int dataType) {
        return encode(value);
    }

    @Override
    public EncodedParameter encodeNull() {
        return new EncodedParameter(Format.FORMAT_BINARY, ANY_TYPE, EncodedParameter.NULL_VALUE);
    }
}
