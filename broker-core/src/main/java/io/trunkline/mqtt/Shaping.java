package io.trunkline.mqtt;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.trunkline.broker.message.Publication;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;

/** Gives a publication the form that one client asked for: version, retain, subscription identifiers, topic aliases, size. On the channel's loop only. */
final class Shaping {
    private static final byte[] NOTHING = {};
    private static final byte[] NO_TOPIC = {0, 0};

    private final Line line;
    private final boolean signed;
    private final int aliasMaximum;
    private final InstantSource clock = InstantSource.system();
    private final Map<String, Integer> aliases = new HashMap<>();

    /** @param signed whether deliveries say who published */
    Shaping(Line line, MqttLimits limits, boolean signed) {
        this.line = line;
        this.signed = signed;
        this.aliasMaximum = Math.min(line.terms().topicAliases(), limits.topicAliases());
    }

    /** Writes a QoS 0 packet; shared bytes where nothing in it is this client's own. False, and nothing, when the client does not take packets that large. */
    boolean write(Publication publication, DeliveryTerms terms, ByteBuf out) {
        if (terms.isPlain() && aliasMaximum == 0 && publication.expires() == null) {
            var bytes = publication.encoded(Forms.packetFor(line.isVersion5(), signed));
            if (line.takes(bytes.length)) {
                out.writeBytes(bytes);
                return true;
            }
        }
        return write(publication, terms, terms.first(), 0, out);
    }

    /** Writes a packet of the engine's. False, and nothing, when the client does not take packets that large. */
    boolean write(OutboundMessage message, int packetId, boolean dup, ByteBuf out) {
        var first = message.terms().first() | (dup ? PublishPacket.DUP : 0);
        return write(message.publication(), message.terms(), first, packetId, out);
    }

    private boolean write(Publication publication, DeliveryTerms terms, int first, int packetId, ByteBuf out) {
        return line.isVersion5()
                ? write5(publication, terms, first, packetId, out)
                : written(
                        new PublishPacket(
                                first, publication.encoded(Forms.TOPIC), packetId, NOTHING, null, payload(publication)),
                        out);
    }

    /** What we would add is left out where it makes the packet larger than the client takes. */
    private boolean write5(Publication publication, DeliveryTerms terms, int first, int packetId, ByteBuf out) {
        var name = publication.topic().name();
        var known = aliases.get(name);
        var alias = known != null ? known : aliases.size() < aliasMaximum ? aliases.size() + 1 : 0;
        var topic = known == null ? publication.encoded(Forms.TOPIC) : NO_TOPIC;
        var own = own(publication, alias, terms);
        var said = terms.position() ? saidBesideOurs(publication) : publication;
        var properties = said.encoded(signed ? Forms.SIGNED_PROPERTIES : Forms.PROPERTIES);
        var packet = new PublishPacket(first, topic, packetId, own, properties, payload(publication));
        if (signed && !line.takes(packet.size())) {
            packet = packet.with(said.encoded(Forms.PLAIN_PROPERTIES));
        }
        if (terms.position() && !line.takes(packet.size())) {
            packet = packet.withOwn(own(publication, alias, terms.withoutPosition()));
        }
        var fits = written(packet, out);
        if (known == null && alias > 0 && fits) {
            aliases.put(name, alias);
        }
        return fits;
    }

    /** Nobody takes a publisher's {@code position} for ours; few have one. */
    private static Publication saidBesideOurs(Publication publication) {
        var message = publication.message();
        var properties = message.properties();
        return properties.has(Inbound.Names.POSITION)
                ? new Publication(
                        publication.stamp(),
                        publication.publisher(),
                        publication.topic(),
                        message.withProperties(properties.without(Inbound.Names.POSITION)))
                : publication;
    }

    private boolean written(PublishPacket packet, ByteBuf out) {
        var size = packet.size();
        if (!line.takes(size)) {
            return false;
        }
        out.ensureWritable(size);
        packet.write(out);
        return true;
    }

    private byte[] own(Publication publication, int alias, DeliveryTerms terms) {
        var expires = publication.message().expiry();
        if (alias == 0 && terms.identifiers().isEmpty() && expires == null && !terms.position()) {
            return NOTHING;
        }
        var out = Unpooled.buffer(16);
        if (expires != null) {
            out.writeByte(MqttProperties.PUBLICATION_EXPIRY_INTERVAL)
                    .writeInt((int) publication.secondsLeft(clock.instant()));
        }
        if (alias != 0) {
            out.writeByte(MqttProperties.TOPIC_ALIAS).writeShort(alias);
        }
        for (var identifier : terms.identifiers()) {
            out.writeByte(MqttProperties.SUBSCRIPTION_IDENTIFIER);
            PublishPacket.writeLength(out, identifier);
        }
        var position = terms.position() ? publication.position() : null;
        if (position != null) {
            out.writeByte(MqttProperties.USER_PROPERTY);
            ascii(ascii(out, Inbound.Names.POSITION), position.text());
        }
        return ByteBufUtil.getBytes(out);
    }

    private static ByteBuf ascii(ByteBuf out, String text) {
        out.writeShort(text.length()).writeCharSequence(text, StandardCharsets.US_ASCII);
        return out;
    }

    private static byte[] payload(Publication publication) {
        return publication.message().payload().octets();
    }
}
