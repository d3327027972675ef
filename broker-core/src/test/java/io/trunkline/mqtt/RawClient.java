package io.trunkline.mqtt;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import io.netty.handler.codec.mqtt.MqttDecoder;
import io.netty.handler.codec.mqtt.MqttEncoder;
import io.netty.handler.codec.mqtt.MqttFixedHeader;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttMessageIdVariableHeader;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttPubReplyMessageVariableHeader;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttReasonCodeAndPropertiesVariableHeader;
import io.netty.handler.codec.mqtt.MqttSubAckMessage;
import io.netty.handler.codec.mqtt.MqttUnsubAckMessage;
import io.netty.handler.codec.mqtt.MqttVersion;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/** An MQTT client that does nothing by itself: it says what the test says, and keeps what it hears. */
final class RawClient implements AutoCloseable {
    private static final EventLoopGroup LOOP = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());

    private final Channel channel;
    private final BlockingQueue<Heard> heard = new LinkedBlockingQueue<>();

    /** One packet from the server; of a PUBLISH, its payload as text. */
    record Heard(MqttMessage packet, String payload) {
        MqttMessageType type() {
            return packet.fixedHeader().messageType();
        }

        int packetId() {
            return packet instanceof MqttPublishMessage publish
                    ? publish.variableHeader().packetId()
                    : ((MqttMessageIdVariableHeader) packet.variableHeader()).messageId();
        }
    }

    private RawClient(int port) {
        channel = new Bootstrap()
                .group(LOOP)
                .channel(NioSocketChannel.class)
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel made) {
                        made.pipeline().addLast(new MqttDecoder(1 << 20), MqttEncoder.INSTANCE, new Ear());
                    }
                })
                .connect(new InetSocketAddress("127.0.0.1", port))
                .syncUninterruptibly()
                .channel();
    }

    private final class Ear extends SimpleChannelInboundHandler<MqttMessage> {
        @Override
        protected void channelRead0(ChannelHandlerContext context, MqttMessage packet) {
            var text = packet instanceof MqttPublishMessage publish
                    ? publish.payload().toString(StandardCharsets.UTF_8)
                    : "";
            heard.add(new Heard(packet, text));
        }
    }

    static RawClient open(int port) {
        return new RawClient(port);
    }

    Channel channel() {
        return channel;
    }

    RawClient send(MqttMessage packet) {
        channel.writeAndFlush(packet).syncUninterruptibly();
        return this;
    }

    /** Bytes as they are, written as hexadecimal. */
    RawClient sendBytes(String hex) {
        channel.writeAndFlush(Unpooled.wrappedBuffer(ByteBufUtil.decodeHexDump(hex)))
                .syncUninterruptibly();
        return this;
    }

    /** The next packet, of any kind. */
    Heard next() {
        try {
            var next = heard.poll(20, TimeUnit.SECONDS);
            if (next == null) {
                throw new AssertionError("heard nothing for 20 seconds; open=" + channel.isOpen());
            }
            return next;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    Heard next(MqttMessageType type) {
        var next = next();
        if (next.type() != type) {
            throw new AssertionError("expected " + type + ", heard " + next.packet());
        }
        return next;
    }

    /** The payloads of the next deliveries, at QoS 1, which it acknowledges. */
    List<String> hear(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> {
                    var next = next(MqttMessageType.PUBLISH);
                    acknowledge(MqttMessageType.PUBACK, next.packetId());
                    return next.payload();
                })
                .toList();
    }

    /** Counts what was on its way: two round trips, as a delivery may still wait for its loop when the first answer is written. */
    int publishesSoFar() {
        var count = 0;
        for (var trip = 0; trip < 2; trip++) {
            send(MqttMessage.PINGREQ);
            while (next().type() == MqttMessageType.PUBLISH) {
                count++;
            }
        }
        return count;
    }

    /** What came so far and was not asked for. */
    int unheard() {
        return heard.size();
    }

    static MqttConnectBuilder hello(String clientId) {
        return new MqttConnectBuilder(clientId);
    }

    MqttConnAckMessage connect(MqttConnectBuilder how) {
        return (MqttConnAckMessage)
                send(how.build()).next(MqttMessageType.CONNACK).packet();
    }

    List<Integer> subscribe(int packetId, String filter, MqttQoS qos) {
        return subscribe(builder -> builder.messageId(packetId).addSubscription(qos, filter));
    }

    List<Integer> subscribe(UnaryOperator<MqttMessageBuilders.SubscribeBuilder> how) {
        send(how.apply(MqttMessageBuilders.subscribe()).build());
        return ((MqttSubAckMessage) next(MqttMessageType.SUBACK).packet())
                .payload()
                .reasonCodes();
    }

    List<Short> unsubscribe(int packetId, String filter) {
        send(MqttMessageBuilders.unsubscribe()
                .messageId(packetId)
                .addTopicFilter(filter)
                .build());
        var packet = (MqttUnsubAckMessage) next(MqttMessageType.UNSUBACK).packet();
        return packet.payload().unsubscribeReasonCodes();
    }

    RawClient publish(String topic, String payload, MqttQoS qos, int packetId) {
        return publish(topic, payload, qos, packetId, MqttProperties.NO_PROPERTIES, false);
    }

    RawClient publish(
            String topic, String payload, MqttQoS qos, int packetId, MqttProperties properties, boolean retain) {
        return send(MqttMessageBuilders.publish()
                .topicName(topic)
                .payload(Unpooled.copiedBuffer(payload, StandardCharsets.UTF_8))
                .qos(qos)
                .messageId(packetId)
                .properties(properties)
                .retained(retain)
                .build());
    }

    static MqttMessage packet(String topic, String payload, int packetId) {
        return MqttMessageBuilders.publish()
                .topicName(topic)
                .payload(Unpooled.copiedBuffer(payload, StandardCharsets.UTF_8))
                .qos(MqttQoS.AT_LEAST_ONCE)
                .messageId(packetId)
                .build();
    }

    RawClient acknowledge(MqttMessageType type, int packetId) {
        var qos = type == MqttMessageType.PUBREL ? MqttQoS.AT_LEAST_ONCE : MqttQoS.AT_MOST_ONCE;
        return send(new MqttMessage(
                new MqttFixedHeader(type, false, qos, false, 0), MqttMessageIdVariableHeader.from(packetId)));
    }

    /** The reason code of an acknowledgement or DISCONNECT; 0 when it has none. */
    static int code(Heard heard) {
        var header = heard.packet().variableHeader();
        if (header instanceof MqttPubReplyMessageVariableHeader reply) {
            return reply.reasonCode() & 0xff;
        }
        return header instanceof MqttReasonCodeAndPropertiesVariableHeader reason ? reason.reasonCode() & 0xff : 0;
    }

    boolean isClosed() {
        return !channel.isOpen();
    }

    /** Breaks the line without a goodbye. */
    void cut() {
        channel.close().syncUninterruptibly();
    }

    @Override
    public void close() {
        cut();
    }

    /** A CONNECT, 3.1.1 or 5, with what the tests vary. */
    static final class MqttConnectBuilder {
        private final MqttMessageBuilders.ConnectBuilder builder = MqttMessageBuilders.connect();
        private final MqttProperties properties = new MqttProperties();

        private MqttConnectBuilder(String clientId) {
            builder.clientId(clientId).keepAlive(60).cleanSession(true).protocolVersion(MqttVersion.MQTT_3_1_1);
        }

        MqttConnectBuilder as(String user) {
            builder.username(user).password("secret".getBytes(StandardCharsets.UTF_8));
            return this;
        }

        MqttConnectBuilder v5() {
            builder.protocolVersion(MqttVersion.MQTT_5);
            return this;
        }

        MqttConnectBuilder keep() {
            builder.cleanSession(false);
            return this;
        }

        MqttConnectBuilder with(Consumer<MqttMessageBuilders.ConnectBuilder> more) {
            more.accept(builder);
            return this;
        }

        MqttConnectBuilder with(int property, int value) {
            properties.add(new MqttProperties.IntegerProperty(property, value));
            builder.properties(properties);
            return this;
        }

        MqttMessage build() {
            return builder.build();
        }
    }
}
