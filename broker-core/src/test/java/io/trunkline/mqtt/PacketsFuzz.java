package io.trunkline.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.BugDetectors;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.util.ResourceLeakDetector;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.ArrayDeque;
import java.util.HexFormat;
import java.util.Queue;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever packets a client sends, whole by their lengths: the ping behind them is answered or the line is closed, and everybody else is served as before. */
class PacketsFuzz {
    private static final int VERSION_5 = 1;
    private static final int WITHOUT_CONNECT = 2;
    private static final String CONNECT = "1010 00044d515454 0482003c 000166 000161";
    private static final String CONNECT_5 = "1011 00044d515454 0582003c 00 000166 000161";
    private static final byte[] PING = {(byte) 0xc0, 0};
    private static final int CONNACK = 0x20;
    private static final int PINGRESP = 0xd0;
    private static final int DISCONNECT = 0xe0;
    private static final int PATIENCE_MILLIS = 10_000;

    /** Lines are closed half a second after what is wrong: meanwhile others are opened. */
    private static final int AT_ONCE = 100;

    private static final Queue<Line> OPEN = new ArrayDeque<>();

    private static MqttStage stage;
    private static RawClient reader;
    private static RawClient writer;
    private static int round;

    static Stream<byte[]> conversations() {
        return Stream.of(
                        "00 3003 000174 6869",
                        "00 3205 000174 0001",
                        "00 3405 000174 0002 6202 0002",
                        "00 8206 0001 000174 02 a205 0002 000174 3205 000174 0003 4002 0001",
                        "00 e000",
                        "01 8207 0001 00 000174 2d 3206 000174 0001 00 4002 0001 5002 0001 7002 0001",
                        "01 8209 0001 020b07 00012302 a206 0002 00 000174",
                        "01 821a 0001 00 0014 2473686172652f672f736563757265612f2b 2f23 01",
                        "01 3012 000174 0e 0101 0200000064 03000161 230001 78",
                        "01 3017 000174 13 080001720900026362 26000161000162 230001 78",
                        "01 e007 00 05 1100000000",
                        "01 f00a 18 08 150005706c61696e",
                        "02 100d 00044d515454 0402003c 000161",
                        "03 101f 00044d515454 05ce003c 05 1100000e10 0000 00 000177 000162 000161 000162",
                        "03 1017 00044d515454 0582003c 06 2100ff 22000a 000166 000161")
                .map(hex -> HexFormat.of().parseHex(hex.replace(" ", "")));
    }

    private static void open() {
        if (stage == null) {
            ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
            stage = new MqttStage();
            reader = stage.subscriber(true, "app", "kept/apart", MqttQoS.AT_LEAST_ONCE);
            writer = stage.publisher(false, "app");
        }
    }

    @AfterAll
    static void close() throws IOException {
        while (!OPEN.isEmpty()) {
            OPEN.remove().awaitAnswer();
        }
        stage.close();
    }

    @MethodSource("conversations")
    @FuzzTest(maxDuration = "20s")
    void everyLineIsAnsweredOrClosed(byte[] input) throws IOException {
        BugDetectors.allowNetworkConnections();
        open();
        if (input.length == 0) {
            return;
        }
        var packets = packets(input);
        var socket = new Socket(InetAddress.getLoopbackAddress(), stage.port());
        socket.setSoTimeout(PATIENCE_MILLIS);
        send(socket, packets);
        OPEN.add(new Line(socket, packets));
        if (OPEN.size() > AT_ONCE) {
            OPEN.remove().awaitAnswer();
        }
        othersAreServed();
    }

    private static void send(Socket socket, byte[] packets) throws IOException {
        try {
            socket.getOutputStream().write(packets);
        } catch (SocketException closed) {
            // before the end of what is wrong
        }
    }

    /** One that may still be answered. */
    private record Line(Socket socket, byte[] packets) {
        void awaitAnswer() throws IOException {
            try (socket) {
                PacketsFuzz.awaitAnswer(new DataInputStream(socket.getInputStream()));
            } catch (SocketTimeoutException silent) {
                throw new AssertionError(
                        "neither answered nor closed: " + HexFormat.of().formatHex(packets), silent);
            } catch (SocketException | EOFException closed) {
                // the other thing that may happen
            }
        }
    }

    private static byte[] packets(byte[] input) {
        var out = new ByteArrayOutputStream();
        if ((input[0] & WITHOUT_CONNECT) == 0) {
            var hello = (input[0] & VERSION_5) == 0 ? CONNECT : CONNECT_5;
            out.writeBytes(HexFormat.of().parseHex(hello.replace(" ", "")));
        }
        for (var at = 1; at + 1 < input.length; ) {
            var length = Math.min(input[at + 1] & 0xff, input.length - at - 2);
            out.write(input[at]);
            if (length < 0x80) {
                out.write(length);
            } else {
                out.write(length & 0x7f | 0x80);
                out.write(length >> 7);
            }
            out.write(input, at + 2, length);
            at += 2 + length;
        }
        out.writeBytes(PING);
        return out.toByteArray();
    }

    /** Or a goodbye: the line that it ends is kept a little for whoever is slow to read it. */
    private static void awaitAnswer(DataInputStream in) throws IOException {
        int type;
        byte[] body;
        do {
            type = in.readUnsignedByte();
            body = new byte[length(in)];
            in.readFully(body);
        } while (type != PINGRESP && type != DISCONNECT && !(type == CONNACK && body[1] != 0));
    }

    private static int length(DataInputStream in) throws IOException {
        var length = 0;
        for (var shift = 0; ; shift += 7) {
            var next = in.readUnsignedByte();
            length |= (next & 0x7f) << shift;
            if (next < 0x80) {
                return length;
            }
        }
    }

    private static void othersAreServed() {
        var text = "round " + round++;
        writer.publish("kept/apart", text, MqttQoS.AT_LEAST_ONCE, 1).next(MqttMessageType.PUBACK);
        var heard = reader.next(MqttMessageType.PUBLISH);
        assertThat(heard.payload()).isEqualTo(text);
        reader.acknowledge(MqttMessageType.PUBACK, heard.packetId());
    }
}
