package io.trunkline.gateway.realtime;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** A WebSocket client of bytes (RFC 6455), for what well-behaved libraries would not send and do not show. */
final class WireClient implements AutoCloseable {
    static final int CONTINUATION = 0;
    static final int TEXT = 1;
    static final int BINARY = 2;
    static final int CLOSE = 8;
    static final int PING = 9;
    static final int PONG = 10;

    private static final int PATIENCE_MILLIS = 15_000;
    private static final byte[] MASK = {1, 2, 3, 4};

    private final Socket socket = new Socket();
    private final DataInputStream in;
    private final OutputStream out;

    /** The server's answer to the handshake. */
    record Answer(int status, String head, String body) {}

    record Frame(int head, byte[] payload) {
        int opcode() {
            return head & 15;
        }

        String text() {
            return new String(payload, StandardCharsets.UTF_8);
        }

        int code() {
            return ByteBuffer.wrap(payload).getShort() & 0xffff;
        }

        String reason() {
            return new String(payload, 2, payload.length - 2, StandardCharsets.UTF_8);
        }
    }

    /** @param receiveBuffer of the socket, in bytes; 0 for the system's own */
    WireClient(int port, int receiveBuffer) throws IOException {
        if (receiveBuffer > 0) {
            socket.setReceiveBufferSize(receiveBuffer);
        }
        socket.setTcpNoDelay(true);
        socket.connect(new InetSocketAddress("127.0.0.1", port));
        socket.setSoTimeout(PATIENCE_MILLIS);
        in = new DataInputStream(socket.getInputStream());
        out = socket.getOutputStream();
    }

    static byte[] handshake(String target, List<String> headers) {
        var lines = new StringBuilder("GET " + target + " HTTP/1.1\r\nHost: localhost\r\n");
        headers.forEach(header -> lines.append(header).append("\r\n"));
        return lines.append("\r\n").toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Frames as a client sends them, masked. */
    static byte[] frame(int head, byte[] payload) {
        var frame = ByteBuffer.allocate(payload.length + 14).put((byte) head);
        if (payload.length < 126) {
            frame.put((byte) (0x80 | payload.length));
        } else if (payload.length <= 0xffff) {
            frame.put((byte) 0xfe).putShort((short) payload.length);
        } else {
            frame.put((byte) 0xff).putLong(payload.length);
        }
        frame.put(MASK);
        IntStream.range(0, payload.length).forEach(i -> frame.put((byte) (payload[i] ^ MASK[i % 4])));
        return Arrays.copyOf(frame.array(), frame.position());
    }

    static byte[] text(String text) {
        return frame(0x80 | TEXT, text.getBytes(StandardCharsets.UTF_8));
    }

    void send(byte[]... parts) throws IOException {
        var all = ByteBuffer.allocate(
                List.of(parts).stream().mapToInt(part -> part.length).sum());
        List.of(parts).forEach(all::put);
        out.write(all.array());
        out.flush();
    }

    void sendText(String text) throws IOException {
        send(text(text));
    }

    Answer answer() throws IOException {
        var head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) in.readUnsignedByte());
        }
        var length = head.toString()
                .lines()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("content-length:"))
                .mapToInt(line -> Integer.parseInt(line.substring(15).trim()))
                .findFirst()
                .orElse(0);
        var body = new String(in.readNBytes(length), StandardCharsets.UTF_8);
        return new Answer(Integer.parseInt(head.substring(9, 12)), head.toString(), body);
    }

    Frame read() throws IOException {
        var head = in.readUnsignedByte();
        var length = in.readUnsignedByte();
        var size = length == 126 ? in.readUnsignedShort() : length == 127 ? (int) in.readLong() : length;
        return new Frame(head, in.readNBytes(size));
    }

    /** The text of the next frame, which has to be a text frame in one piece; pings before it are answered. */
    String readText() throws IOException {
        var frame = read();
        while (frame.opcode() == PING) {
            send(frame(0x80 | PONG, frame.payload()));
            frame = read();
        }
        if (frame.head() != (0x80 | TEXT)) {
            throw new AssertionError("no text frame: " + frame.head() + " " + frame.text());
        }
        return frame.text();
    }

    /** The next close frame; all others before it are passed over. */
    Frame readClose() throws IOException {
        var frame = read();
        while (frame.opcode() != CLOSE) {
            frame = read();
        }
        return frame;
    }

    /** Reads until the server closes the socket. */
    boolean isEnded() throws IOException {
        return in.read() < 0;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
