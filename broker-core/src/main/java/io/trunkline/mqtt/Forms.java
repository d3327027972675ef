package io.trunkline.mqtt;

import io.netty.buffer.Unpooled;
import io.trunkline.broker.message.Publication;
import io.trunkline.broker.message.WireForm;
import java.nio.charset.StandardCharsets;

/** The forms in which a publication goes over MQTT, each encoded once and shared by all who take it so. */
enum Forms implements WireForm {
    /** The topic with its length. */
    TOPIC {
        @Override
        public byte[] encode(Publication publication) {
            var name = publication.topic().name().getBytes(StandardCharsets.UTF_8);
            return Unpooled.buffer(name.length + 2)
                    .writeShort(name.length)
                    .writeBytes(name)
                    .array();
        }
    },
    /** The publisher's MQTT 5 properties as they came. */
    PROPERTIES {
        @Override
        public byte[] encode(Publication publication) {
            return OutboundProperties.asPublished(publication);
        }
    },
    /** The publisher's MQTT 5 properties but those that only the broker says. */
    PLAIN_PROPERTIES {
        @Override
        public byte[] encode(Publication publication) {
            return OutboundProperties.plain(publication);
        }
    },
    /** The same, and what the broker says of the publisher. */
    SIGNED_PROPERTIES {
        @Override
        public byte[] encode(Publication publication) {
            return OutboundProperties.signed(publication);
        }
    },
    /** A whole MQTT 3 packet of QoS 0. */
    PACKET_3 {
        @Override
        public byte[] encode(Publication publication) {
            return packet(publication, null);
        }
    },
    /** A whole MQTT 5 packet of QoS 0. */
    PACKET_5 {
        @Override
        public byte[] encode(Publication publication) {
            return packet(publication, PROPERTIES);
        }
    },
    /** A whole MQTT 5 packet of QoS 0 that says who published. */
    SIGNED_PACKET_5 {
        @Override
        public byte[] encode(Publication publication) {
            return packet(publication, SIGNED_PROPERTIES);
        }
    };

    private static final byte[] NOTHING = {};

    /** The whole packet of QoS 0 that fits a client. */
    static Forms packetFor(boolean version5, boolean signed) {
        if (!version5) {
            return PACKET_3;
        }
        return signed ? SIGNED_PACKET_5 : PACKET_5;
    }

    private static byte[] packet(Publication publication, @org.jspecify.annotations.Nullable Forms properties) {
        var packet = new PublishPacket(
                PublishPacket.TYPE,
                publication.encoded(TOPIC),
                0,
                NOTHING,
                properties == null ? null : publication.encoded(properties),
                publication.message().payload().octets());
        var out = Unpooled.buffer(packet.size(), packet.size());
        packet.write(out);
        return out.array();
    }
}
