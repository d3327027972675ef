package io.trunkline.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;

/** A socket that says bytes and compares bytes. */
final class WireClient implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 20_000;

    private final Version version;
    private final Socket socket;
    private final DataInputStream in;

    WireClient(Version version, int port) {
        this.version = version;
        try {
            socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.setTcpNoDelay(true);
            in = new DataInputStream(socket.getInputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Version version() {
        return version;
    }

    WireClient send(byte[]... packets) {
        try {
            socket.getOutputStream().write(Wire.bytes((Object[]) packets));
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The next packet, whole. */
    byte[] next() {
        try {
            return Wire.bytes(in.readUnsignedByte(), rest());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private byte[] rest() throws IOException {
        var head = new byte[0];
        var length = 0;
        var digit = 0x80;
        for (var shift = 0; (digit & 0x80) != 0; shift += 7) {
            digit = in.readUnsignedByte();
            head = Wire.bytes(head, digit);
            length |= (digit & 0x7f) << shift;
        }
        return Wire.bytes(head, in.readNBytes(length));
    }

    /** The next packets are these, byte for byte. */
    WireClient expect(byte[]... packets) {
        for (var packet : packets) {
            assertThat(Wire.hex(next())).isEqualTo(Wire.hex(packet));
        }
        return this;
    }

    /** The next packet is a PUBLISH; the packet id that it has, which must be above QoS 0. */
    int expectPublish(int first, String topic, String payload) {
        var packet = next();
        var id = id(packet, topic);
        assertThat(Wire.hex(packet)).isEqualTo(Wire.hex(version.publish(first, topic, id, payload)));
        assertThat(id).isNotZero();
        return id;
    }

    /** The packet id of a PUBLISH; 0 when it is too short to have one. */
    static int id(byte[] publish, String topic) {
        var at = 1;
        while (publish[at] < 0) {
            at++;
        }
        at += 3 + Wire.utf8(topic).length;
        return publish.length < at + 2 ? 0 : (publish[at] & 0xff) << 8 | (publish[at + 1] & 0xff);
    }

    /** Says goodbye and waits for the end: from then on the client is absent. */
    void leave() {
        send(Wire.packet(0xE0)).expectClosed();
    }

    /** Connects, and is let in. */
    WireClient in(byte[] connect) {
        assertThat(connack(connect)).as("CONNACK code").isZero();
        return this;
    }

    /** Connects and is let in, to a session that is there already or not. */
    WireClient in(byte[] connect, boolean present) {
        var answer = send(connect).next();
        assertThat(answer[0]).isEqualTo((byte) 0x20);
        assertThat(Wire.hex(new byte[] {answer[2], answer[3]})).isEqualTo(present ? "01 00" : "00 00");
        return this;
    }

    /** The code of the answer to a CONNECT, to which no session is present. */
    int connack(byte[] connect) {
        var answer = send(connect).next();
        assertThat(answer[0]).isEqualTo((byte) 0x20);
        assertThat(answer[2]).isZero();
        return answer[3] & 0xff;
    }

    /** Nothing else was on its way; two round trips, as a delivery may still wait for its loop when the first is answered. */
    WireClient expectNothingMore() {
        return send(Wire.PINGREQ).expect(Wire.PINGRESP).send(Wire.PINGREQ).expect(Wire.PINGRESP);
    }

    /** What comes until the server closes. */
    byte[] readAll() {
        try {
            return in.readAllBytes();
        } catch (SocketException reset) {
            return new byte[0];
        } catch (SocketTimeoutException e) {
            throw new AssertionError("still open", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The server has closed, without a word. */
    void expectClosed() {
        try {
            assertThat(in.read()).as("end of stream").isEqualTo(-1);
        } catch (SocketException reset) {
            assertThat(reset).hasMessageContaining("reset");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The server ends the connection; version 5 says why. */
    void expectEnd(int code) {
        if (version == Version.V5) {
            var goodbye = next();
            assertThat(Wire.hex(new byte[] {goodbye[0], goodbye[2]}))
                    .isEqualTo(Wire.hex(new byte[] {(byte) 0xE0, (byte) code}));
        }
        expectClosed();
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
