package io.trunkline.gateway.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;

/**
 * One row of a table: what a client sends, and exactly what it hears of it and in which order. Steps are parted by {@code ~}.
 *
 * <ul>
 *   <li>sent: a text frame as it stands; {@code 82 ...} a masked frame with this first byte; {@code raw ...} bytes in hex
 *   <li>heard: a text frame as it stands; {@code binary ...}; {@code pong ...}; {@code close <code> <reason>}; {@code end} of the socket
 *       without a close; a {@code *} at the end stands for anything
 *   <li>in both: {@code <me>} the connection's id, {@code <id>} an id that the server made, {@code <x*9>} nine times the letter, {@code <sub t>} a
 *       subscription, {@code <welcome t>} and {@code <ack 1>} the server's answers
 * </ul>
 */
final class Script {
    private static final Pattern REPEATED = Pattern.compile("<(.)\\*(\\d+)>");
    private static final Pattern HEAD = Pattern.compile("[0-9a-f]{2} .*", Pattern.DOTALL);

    private static final String ACK = "{\"topic\":\"priv/acks\",\"messageType\":\"ack\",\"data\":{\"data\":\"$1\"}}";
    private static final String WELCOME = "{\"topic\":\"$1\",\"messageType\":\"welcome\",\"data\":{\"connection\":"
            + "{\"id\":\"<me>\",\"appId\":\"<app>\",\"remoteAddress\":\"127.0.0.1\"}}}";

    private final WireClient client;
    private final String application;
    private String me = "";

    Script(WireClient client, String application) {
        this.client = client;
        this.application = application;
    }

    private static List<String> steps(String text) {
        return text == null || text.isBlank()
                ? List.of()
                : Arrays.stream(text.split("~")).map(String::strip).toList();
    }

    /** Runs the row on a line that was just opened; in the end the line is still there, or closed as was said. */
    void run(String sent, String heard) throws IOException {
        me = RealtimeGateway.connectionId(client.readText());
        for (var step : steps(sent)) {
            client.send(bytes(step));
        }
        var last = "";
        for (var step : steps(heard)) {
            last = step;
            if (!step.equals("end")) {
                assertHeard(step);
            }
        }
        if (last.startsWith("close ") || last.equals("end")) {
            assertThat(ends()).isTrue();
        } else {
            client.sendText(expand("<sub the-end>"));
            assertHeard("<welcome the-end>");
        }
    }

    /** After our answer, or by itself where the protocol was violated. */
    private boolean ends() throws IOException {
        try {
            client.send(WireClient.frame(0x80 | WireClient.CLOSE, new byte[] {3, (byte) 0xe8}));
            return client.isEnded();
        } catch (SocketException reset) {
            return true;
        }
    }

    private byte[] bytes(String step) {
        var text = expand(step);
        if (text.startsWith("raw ")) {
            return HexFormat.of().parseHex(text.substring(4).replace(" ", ""));
        }
        if (HEAD.matcher(text).matches()) {
            return WireClient.frame(
                    Integer.parseInt(text.substring(0, 2), 16),
                    text.substring(3).getBytes(StandardCharsets.UTF_8));
        }
        return WireClient.text(text);
    }

    private String expand(String step) {
        var text = REPEATED.matcher(step).replaceAll(many -> many.group(1).repeat(Integer.parseInt(many.group(2))));
        text = text.replaceAll("<sub ([^<>]*(<me>)?)>", "{\"type\":\"subscribe\",\"data\":{\"topic\":\"$1\"}}")
                .replaceAll("<ack (<id>|[^<>]*)>", ACK)
                .replaceAll("<welcome ([^<>]*)>", WELCOME)
                .replace("<client>", "\"client\":{\"connectionId\":\"<me>\",\"subject\":\"ann\"}");
        return text.replace("<me>", me).replace("<app>", application);
    }

    private void assertHeard(String step) throws IOException {
        var wanted = expand(step);
        var heard = describe(next());
        if (wanted.contains("<id>") || wanted.endsWith("*")) {
            var pattern = Pattern.quote(wanted).replace("<id>", "\\E[0-9a-f]{32}\\Q");
            assertThat(heard).matches(wanted.endsWith("*") ? pattern.replaceAll("\\*\\\\E$", "\\\\E.*") : pattern);
        } else {
            assertThat(heard).isEqualTo(wanted);
        }
    }

    /** Others come and go meanwhile, and we may be asked whether we are still there. */
    private WireClient.Frame next() throws IOException {
        var frame = client.read();
        while (frame.opcode() == WireClient.PING || frame.text().contains("\"messageType\":\"presence\"")) {
            frame = client.read();
        }
        return frame;
    }

    private static String describe(WireClient.Frame frame) {
        assertThat(frame.head() & 0xf0).as("in one piece, without extensions").isEqualTo(0x80);
        return switch (frame.opcode()) {
            case WireClient.TEXT -> frame.text();
            case WireClient.BINARY -> "binary " + frame.text();
            case WireClient.PONG -> "pong " + frame.text();
            case WireClient.CLOSE -> "close " + frame.code() + " " + frame.reason();
            default -> "opcode " + frame.opcode();
        };
    }
}
