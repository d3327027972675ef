package io.trunkline.acceptance.packets;

import java.nio.charset.StandardCharsets;

/**
 * Makes the packets that scripts send, of one version of the protocol; what the version does not have is left out.
 *
 * @param version 4 for MQTT 3.1.1, 5 for MQTT 5
 * @param login of who does not say another
 */
record PacketMaker(int version, Contender.Login login) {
    /** {@code connect keep|anonymous id= keep-alive= user-name= password= will= will-text= will-qos= will-retain= level= name= flags=} and properties, {@code will-} ones too. */
    byte[] connect(Words words, String clientId) {
        var will = words.under("will-");
        var topic = words.get("will", "");
        var user = words.has("anonymous") ? "" : words.get("user-name", login.user());
        var password = words.has("anonymous") ? "" : words.get("password", login.password());
        var flags = (words.has("keep") ? 0 : 2)
                | (topic.isEmpty() ? 0 : 4 | will.number("qos", 0) << 3 | will.number("retain", 0) << 5)
                | (password.isEmpty() ? 0 : 0x40)
                | (user.isEmpty() ? 0 : 0x80);
        var body = new Octets()
                .text(words.get("name", "MQTT"))
                .octet(words.number("level", version))
                .octet(words.number("flags", flags))
                .two(words.number("keep-alive", 60));
        properties(body, words).text(words.get("id", clientId));
        if ((flags & 4) != 0) {
            properties(body, will).text(topic).text(will.get("text", ""));
        }
        if ((flags & 0x80) != 0) {
            body.text(user);
        }
        if ((flags & 0x40) != 0) {
            body.text(password);
        }
        return packet(0x10, body);
    }

    /** {@code publish <topic> <text> qos= id= retain dup} and properties. */
    byte[] publish(Words words) {
        var qos = words.number("qos", 0);
        var body = new Octets().text(words.plain().get(0));
        if (qos > 0) {
            body.two(words.number("id", 1));
        }
        properties(body, words).bytes(words.plain().get(1).getBytes(StandardCharsets.UTF_8));
        return packet(0x30 | (words.has("dup") ? 8 : 0) | qos << 1 | (words.has("retain") ? 1 : 0), body);
    }

    /** {@code subscribe <filter>... id= }, each filter followed by its options after a bar: {@code filter|2|no-local|as-published|handling2}. */
    byte[] subscribe(Words words) {
        var body = properties(new Octets().two(words.number("id", 1)), words);
        for (var word : words.plain()) {
            var parts = java.util.List.of(word.split("\\|"));
            var options = parts.size() > 1 ? Integer.decode(parts.get(1)) : 0;
            options |= (parts.contains("no-local") ? 4 : 0) | (parts.contains("as-published") ? 8 : 0);
            options |= (parts.contains("handling1") ? 0x10 : 0) | (parts.contains("handling2") ? 0x20 : 0);
            body.text(parts.get(0)).octet(options);
        }
        return packet(0x82, body);
    }

    /** {@code unsubscribe <filter>... id=}. */
    byte[] unsubscribe(Words words) {
        var body = properties(new Octets().two(words.number("id", 1)), words);
        words.plain().forEach(body::text);
        return packet(0xa2, body);
    }

    /** PUBACK, PUBREC, PUBREL or PUBCOMP. */
    byte[] reply(int type, int packetId, Words words) {
        var body = new Octets().two(packetId);
        var code = words.number("code", 0);
        if (version == 5 && code > 0) {
            body.octet(code);
        }
        return packet(type << 4 | (type == 6 ? 2 : 0), body);
    }

    /** {@code disconnect code=} and properties. */
    byte[] disconnect(Words words) {
        var body = new Octets();
        if (version == 5 && !words.named().isEmpty()) {
            properties(body.octet(words.number("code", 0)), words);
        }
        return packet(0xe0, body);
    }

    /** {@code auth code=} and properties. */
    byte[] auth(Words words) {
        return packet(0xf0, properties(new Octets().octet(words.number("code", 0x18)), words));
    }

    private Octets properties(Octets body, Words words) {
        if (version < 5) {
            return body;
        }
        var properties = new Octets();
        words.properties().forEach(pair -> pair.getKey().write(properties, pair.getValue()));
        return body.counted(properties);
    }

    static byte[] packet(int first, Octets body) {
        return new Octets().octet(first).counted(body).array();
    }
}
