package io.trunkline.mqtt;

import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.StringProperty;
import io.netty.handler.codec.mqtt.MqttProperties.UserProperty;
import java.util.List;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** What a SUBACK says beside its codes: for each filter, in order, how it goes on and from where, and why the first that was refused was. */
final class ResumedAnswer {
    /** Of SUBACK, at most: type, length, packet id, length of the properties. */
    private static final int HEAD = 11;

    private static final int TEXT_HEAD = 3;
    private static final int PAIR_HEAD = 5;

    private ResumedAnswer() {}

    /** @param fits whether the client takes a packet of so many bytes besides the codes */
    static MqttProperties of(List<Resumed> answers, IntPredicate fits) {
        var text = reason(answers);
        var bytes = HEAD + answers.stream().mapToInt(ResumedAnswer::bytes).sum();
        if (text != null && fits.test(bytes + TEXT_HEAD + ByteBufUtil.utf8Bytes(text))) {
            return made(answers, text);
        }
        return fits.test(bytes) ? made(answers, null) : MqttProperties.NO_PROPERTIES;
    }

    private static @Nullable String reason(List<Resumed> answers) {
        for (var answer : answers) {
            if (answer.text() != null) {
                return answer.text();
            }
        }
        return null;
    }

    private static int bytes(Resumed answer) {
        var names = Inbound.Names.CONTINUITY.length() + Inbound.Names.POSITION.length();
        var values = answer.continuity().length() + answer.position().length();
        return 2 * PAIR_HEAD + names + values;
    }

    private static MqttProperties made(List<Resumed> answers, @Nullable String text) {
        var properties = new MqttProperties();
        if (text != null) {
            properties.add(new StringProperty(MqttProperties.REASON_STRING, text));
        }
        for (var answer : answers) {
            properties.add(new UserProperty(Inbound.Names.CONTINUITY, answer.continuity()));
            properties.add(new UserProperty(Inbound.Names.POSITION, answer.position()));
        }
        return properties;
    }
}
