package io.trunkline.gateway.mqtt;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** MQTT 5 as bytes on a socket, for what client libraries do not let one do. */
final class Wire implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 20_000;

    private final Socket socket;

    Wire(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(PATIENCE_MILLIS);
    }

    static Wire to(int port) throws IOException {
        return new Wire(new Socket("127.0.0.1", port));
    }

    Wire send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
        return this;
    }

    /** A CONNECT with a clean start; user and password where given. */
    static byte[] hello(String clientId, @Nullable String user, @Nullable String password) {
        var body = new ByteArrayOutputStream();
        text(body, "MQTT");
        body.write(5);
        body.write(2 | (user == null ? 0 : 0x80) | (password == null ? 0 : 0x40));
        body.writeBytes(new byte[] {0, 60, 0});
        text(body, clientId);
        if (user != null) {
            text(body, user);
        }
        if (password != null) {
            text(body, password);
        }
        return packet(0x10, body.toByteArray());
    }

    static byte[] subscribe(String filter) {
        var body = new ByteArrayOutputStream();
        body.writeBytes(new byte[] {0, 1, 0});
        text(body, filter);
        body.write(0);
        return packet(0x82, body.toByteArray());
    }

    static byte[] publish(String topic, String payload) {
        var body = new ByteArrayOutputStream();
        text(body, topic);
        body.write(0);
        body.writeBytes(payload.getBytes(StandardCharsets.UTF_8));
        return packet(0x30, body.toByteArray());
    }

    private static byte[] packet(int first, byte[] body) {
        var out = new ByteArrayOutputStream();
        out.write(first);
        for (var left = body.length; ; left >>>= 7) {
            out.write(left < 0x80 ? left : (left & 0x7f) | 0x80);
            if (left < 0x80) {
                break;
            }
        }
        out.writeBytes(body);
        return out.toByteArray();
    }

    private static void text(ByteArrayOutputStream out, String text) {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        out.write(bytes.length >>> 8);
        out.write(bytes.length);
        out.writeBytes(bytes);
    }

    /** The head of an HTTP answer, with its empty line. */
    String head() throws IOException {
        var head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) new DataInputStream(socket.getInputStream()).readUnsignedByte());
        }
        return head.toString();
    }

    void skip(int bytes) throws IOException {
        new DataInputStream(socket.getInputStream()).readFully(new byte[bytes]);
    }

    /** The reason code of the CONNACK that comes next; -1 when the connection ends instead. */
    int connack() throws IOException {
        var in = new DataInputStream(socket.getInputStream());
        var type = in.read();
        if (type < 0) {
            return -1;
        }
        if (type != 0x20) {
            throw new AssertionError("not a CONNACK: " + type);
        }
        var rest = new byte[in.readUnsignedByte()];
        in.readFully(rest);
        return rest[1] & 0xff;
    }

    /** True when the connection comes to an end, by itself or by a reset, whatever is said before. */
    boolean isEnded() throws IOException {
        try {
            socket.getInputStream().transferTo(OutputStream.nullOutputStream());
            return true;
        } catch (SocketTimeoutException open) {
            return false;
        } catch (SocketException reset) {
            return true;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
