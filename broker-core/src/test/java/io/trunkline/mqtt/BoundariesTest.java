package io.trunkline.mqtt;

import static io.trunkline.mqtt.Version.CLEAN;
import static io.trunkline.mqtt.Version.USER;
import static io.trunkline.mqtt.Version.V5;
import static io.trunkline.mqtt.Version.WILL;
import static io.trunkline.mqtt.Version.ack;
import static io.trunkline.mqtt.Wire.bytes;
import static io.trunkline.mqtt.Wire.packet;
import static io.trunkline.mqtt.Wire.properties;
import static io.trunkline.mqtt.Wire.u16;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.mqtt.MqttDecoder;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.util.ReferenceCountUtil;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class BoundariesTest {
    private final EmbeddedChannel channel = new EmbeddedChannel(new Boundaries());
    private final ByteBuf through = Unpooled.buffer();
    private boolean reported;

    @ParameterizedTest
    @CsvSource({"V3,1", "V3,2", "V3,7", "V3,100000", "V5,1", "V5,3", "V5,11", "V5,100000"})
    void goodPacketsPassHoweverTheyAreCut(Version version, int size) {
        var all = goodOnes(version);

        for (var at = 0; at < all.length; at += size) {
            write(java.util.Arrays.copyOfRange(all, at, Math.min(all.length, at + size)));
        }

        assertThat(reported).isFalse();
        assertThat(ByteBufUtil.hexDump(through)).isEqualTo(ByteBufUtil.hexDump(all));
    }

    private static byte[] goodOnes(Version version) {
        var none = version.none();
        var five = version == V5;
        return bytes(
                version.connect(
                        USER | Version.PASSWORD | CLEAN | WILL | 0x10, "id", none, "w", "gone", "app", "secret"),
                version.publish(0x30, "t", 0, ""),
                version.publish(0x30, "t", 0, "x".repeat(20_000)),
                version.publish(0x32, "", 1, five ? properties(0x23, u16(1)) : none, "x"),
                version.subscribe(1, "a", 0, "", 2, "b".repeat(300), 1),
                version.subscribe(1),
                version.unsubscribe(1, "a", "b"),
                ack(0x40, 1),
                five ? packet(0x50, u16(1), 0x10) : ack(0x50, 1),
                five ? packet(0x62, u16(1), 0x92, properties(0x1F, "why")) : ack(0x62, 1),
                Wire.PINGREQ,
                five ? packet(0xF0, 0x19, properties(0x15, "m")) : Wire.PINGREQ,
                five ? packet(0xE0, 0, properties(0x11, Wire.u32(9))) : packet(0xE0));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "3000",
                "30020009",
                "3003000974",
                "3202000174",
                "4000",
                "400101",
                "8203000100",
                "82050001000174",
                "c00101",
                "9003000100",
                "20020000"
            })
    void whatDoesNotFitIsReportedAndNothingFollows(String bad) {
        write(Version.V3.connect(USER | CLEAN, "a", "app"));
        var before = through.writerIndex();

        write(bytes(Wire.PINGREQ, Wire.hex(bad), Wire.PINGREQ));
        write(Wire.PINGREQ);

        assertThat(reported).isTrue();
        assertThat(ByteBufUtil.hexDump(through.slice(before, through.writerIndex() - before)))
                .isEqualTo("c000");
    }

    /** However a packet is spoiled inside: it is reported, or the codec is done with it where it ends. */
    @ParameterizedTest
    @EnumSource
    void theCodecNeverReadsOverTheEndOfAPacket(Version version) {
        var random = new Random(1);
        var packets = packets(version);
        for (var round = 0; round < 3_000; round++) {
            var spoiled = packets.get(random.nextInt(packets.size())).clone();
            for (var i = 2; i < spoiled.length; i++) {
                spoiled[i] =
                        random.nextInt(4) == 0 ? (byte) random.nextInt(random.nextBoolean() ? 8 : 256) : spoiled[i];
            }
            var last = lastDecoded(bytes(version.connect(USER | CLEAN, "a", "app"), spoiled, Wire.PINGREQ));

            assertThat(last.decoderResult().isFailure() || last.fixedHeader().messageType() == MqttMessageType.PINGREQ)
                    .as(Wire.hex(spoiled))
                    .isTrue();
        }
    }

    private static List<byte[]> packets(Version version) {
        var none = version.none();
        var five = version == V5;
        var some = five ? properties(0x03, "abc", 0x26, "a", "b", 0x02, Wire.u32(3), 0x09, "x") : none;
        return List.of(
                version.connect(USER | Version.PASSWORD | CLEAN | WILL, "id", some, "w", "gone", "app", "secret"),
                version.publish(0x30, "topic", 0, some, "x"),
                version.publish(0x34, "topic", 1, some, ""),
                version.subscribe(1, "a/b", 0, "c", 2),
                version.unsubscribe(1, "a/b", "c"),
                five ? packet(0x40, u16(1), 0x10, properties(0x1F, "why", 0x26, "a", "b")) : ack(0x40, 1),
                ack(0x62, 1));
    }

    private static MqttMessage lastDecoded(byte[] bytes) {
        var codec = new EmbeddedChannel(new Boundaries(), new MqttDecoder(1 << 20));
        codec.writeInbound(Unpooled.wrappedBuffer(bytes));
        MqttMessage last = null;
        for (MqttMessage next = codec.readInbound(); next != null; next = codec.readInbound()) {
            ReferenceCountUtil.release(last);
            last = next;
        }
        ReferenceCountUtil.release(last);
        codec.finishAndReleaseAll();
        return java.util.Objects.requireNonNull(last);
    }

    @ParameterizedTest
    @EnumSource
    void nothingComesBeforeTheConnect(Version version) {
        write(version.subscribe(1, "a", 0));

        assertThat(reported).isTrue();
        assertThat(through.isReadable()).isFalse();
    }

    private void write(byte[] bytes) {
        channel.writeInbound(Unpooled.copiedBuffer(bytes));
        for (Object read = channel.readInbound(); read != null; read = channel.readInbound()) {
            if (read instanceof ByteBuf part) {
                through.writeBytes(part);
                part.release();
            } else {
                reported |= ((MqttMessage) read).decoderResult().isFailure();
            }
        }
    }
}
