package io.trunkline.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.trunkline.broker.refusal.Reason;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One publisher at full speed, fifty subscribers, one of which never reads: what waits in memory is bounded, and the others hear on. */
class FullSpeedTest {
    private static final int READERS = 49;
    private static final int PAYLOAD = 4000;

    /** Deliveries that the one has lost by the time the test ends: more bytes than may wait. */
    private static final int LOST = 25_000;

    private static final Duration PATIENCE = Duration.ofMinutes(5);

    /** What all lines together may hold, outside the heap and in it. */
    private static final long BOUND = 80L << 20;

    private static final HexFormat HEX = HexFormat.of();

    private static final MqttLimits LIMITS = new MqttLimits(
            1 << 17,
            Duration.ofSeconds(5),
            Duration.ofHours(1),
            256,
            4,
            1 << 18,
            new MqttLimits.Keeping(Duration.ofHours(1), 16 << 20, 10, 16 << 20),
            ArrivalLimits.standard());

    private final MqttStage stage = new MqttStage(broker -> broker, LIMITS);
    private final LongAdder heard = new LongAdder();

    @AfterEach
    void close() {
        stage.close();
    }

    @ParameterizedTest
    @EnumSource(names = {"AT_MOST_ONCE", "AT_LEAST_ONCE"})
    void memoryIsBoundedThoughOneNeverReads(MqttQoS qos) throws Exception {
        var readers = Stream.generate(() -> stage.subscriber(false, "app", "t", MqttQoS.AT_MOST_ONCE))
                .limit(READERS)
                .toList();
        readers.forEach(this::onlyCount);
        var stuck = stage.subscriber(false, "app", "t", qos);
        stuck.channel().config().setAutoRead(false);
        var direct = direct();
        var heap = heap();

        var peak = publishAtFullSpeed(qos) - direct;

        assertThat(peak)
                .as("most direct memory while %d bytes were heard", heard.sum())
                .isLessThan(BOUND);
        assertThat(heap() - heap).as("heap that is not free again").isLessThan(BOUND);
        assertThat(stage.drops()).as("deliveries that the one lost").isGreaterThan(LOST);
        assertThat(stage.dropped()).containsOnly(Reason.SLOW_READER);
        everybodyElseIsServed();
    }

    /** Reads, and keeps nothing. */
    private void onlyCount(RawClient reader) {
        var pipeline = reader.channel().pipeline();
        List.copyOf(pipeline.names().subList(0, pipeline.names().size() - 1)).forEach(pipeline::remove);
        pipeline.addLast(new SimpleChannelInboundHandler<ByteBuf>() {
            @Override
            protected void channelRead0(ChannelHandlerContext context, ByteBuf bytes) {
                heard.add(bytes.readableBytes());
            }
        });
    }

    /** Answers the most direct memory that was seen in the meantime. */
    private long publishAtFullSpeed(MqttQoS qos) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), stage.port())) {
            socket.getOutputStream().write(HEX.parseHex("101500044d5154540482003c000466617374" + "0003617070"));
            assertThat(socket.getInputStream().readNBytes(4)).isEqualTo(HEX.parseHex("20020000"));
            var acknowledged = new Thread(() -> drain(socket), "acknowledgements");
            acknowledged.start();
            var packets = packets(qos);
            var peak = 0L;
            var end = System.nanoTime() + PATIENCE.toNanos();
            while (stage.drops() <= LOST && System.nanoTime() - end < 0) {
                socket.getOutputStream().write(packets);
                peak = Math.max(peak, direct());
            }
            return peak;
        }
    }

    private static void drain(Socket socket) {
        try {
            socket.getInputStream().transferTo(java.io.OutputStream.nullOutputStream());
        } catch (IOException closed) {
            // the end
        }
    }

    /** A hundred publications in one piece. */
    private static byte[] packets(MqttQoS qos) {
        var body = "000174" + (qos == MqttQoS.AT_MOST_ONCE ? "" : "0001") + "78".repeat(PAYLOAD);
        var length = body.length() / 2;
        var packet = String.format("3%x%02x%02x%s", qos.value() << 1, length & 0x7f | 0x80, length >> 7, body);
        return HEX.parseHex(packet.repeat(100));
    }

    private static long direct() {
        return ((ByteBufAllocatorMetricProvider) ByteBufAllocator.DEFAULT)
                .metric()
                .usedDirectMemory();
    }

    private static long heap() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    private void everybodyElseIsServed() {
        var before = heard.sum();
        var writer = stage.publisher(true, "app");
        await().atMost(Duration.ofSeconds(60)).until(() -> {
            writer.publish("t", "last", MqttQoS.AT_LEAST_ONCE, 1).next(MqttMessageType.PUBACK);
            return heard.sum() > before;
        });
        var late = stage.subscriber(true, "app", "u", MqttQoS.AT_LEAST_ONCE);
        writer.publish("u", "still here", MqttQoS.AT_LEAST_ONCE, 2).next(MqttMessageType.PUBACK);
        assertThat(late.next(MqttMessageType.PUBLISH).payload()).isEqualTo("still here");
    }
}
