package io.trunkline.gateway.realtime;

import static io.trunkline.gateway.realtime.RealtimeGateway.A;
import static io.trunkline.gateway.realtime.RealtimeGateway.FAR;
import static org.assertj.core.api.Assertions.assertThat;

import io.trunkline.gateway.directory.Applications;
import io.trunkline.gateway.directory.Directories;
import java.io.IOException;
import java.net.InetAddress;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Connections that begin with a PROXY protocol header, of version 2 above all: address lists act on who is behind the proxy. */
class ProxyProtocolIT {
    private static final String SIGNATURE = "0d0a0d0a000d0a515549540a";
    private static final int PROXY = 0x21;
    private static final int LOCAL = 0x20;
    private static final int TCP4 = 0x11;
    private static final int TCP6 = 0x21;

    /** Admits 2001:db8::/32 alone. */
    private static final String SIX = "6".repeat(32);

    @TempDir
    private static Path directory;

    private static RealtimeGateway gateway;

    @BeforeAll
    static void start() {
        gateway = new RealtimeGateway(directory, "trunkline.http.proxy-protocol=true");
        Directories.put(
                gateway.running().bean(Applications.class),
                Directories.application(SIX, List.of("2001:db8::/32"), List.of("2001:db8::/32")));
    }

    @AfterAll
    static void end() {
        gateway.close();
    }

    private static byte[] head(int command, int family, byte[] addresses) {
        return ByteBuffer.allocate(16 + addresses.length)
                .put(HexFormat.of().parseHex(SIGNATURE))
                .put((byte) command)
                .put((byte) family)
                .putShort((short) addresses.length)
                .put(addresses)
                .array();
    }

    /** A proxy's header for a client of this address. */
    private static byte[] from(String address) throws IOException {
        var octets = InetAddress.getByName(address).getAddress();
        var addresses = ByteBuffer.allocate(2 * octets.length + 4)
                .put(octets)
                .put(octets)
                .putShort((short) 4711)
                .putShort((short) 443);
        return head(PROXY, octets.length == 4 ? TCP4 : TCP6, addresses.array());
    }

    private static byte[] handshake(String application) {
        var token = RealtimeGateway.token(application, "");
        return WireClient.handshake(RealtimeGateway.target(application, token), RealtimeGateway.UPGRADE);
    }

    private static int status(RealtimeGateway to, byte[] before, String application) throws IOException {
        try (var client = new WireClient(to.port(), 0)) {
            client.send(before, handshake(application));
            return client.answer().status();
        }
    }

    /** What was sent is not answered, or not as a handshake. */
    private static void assertHungUp(RealtimeGateway by, byte[] sent) throws IOException {
        try (var client = new WireClient(by.port(), 0)) {
            client.send(sent);
            assertThat(client.isEnded()).isTrue();
        } catch (SocketException reset) {
            assertThat(reset).isNotInstanceOf(java.net.ConnectException.class);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "10.1.2.3, FAR, 101",
        "203.0.113.7, FAR, 403",
        "127.0.0.1, FAR, 403",
        "2001:db8::7, SIX, 101",
        "2001:db9::7, SIX, 403",
        "10.1.2.3, SIX, 403"
    })
    void addressListsSeeWhoIsBehindTheProxy(String address, String application, int status) throws IOException {
        var id = application.equals("FAR") ? FAR : SIX;
        assertThat(status(gateway, from(address), id)).isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource({"203.0.113.9, 203.0.113.9", "2001:db8::9, 2001:db8:0:0:0:0:0:9"})
    void theWelcomeShowsTheClientsOwnAddress(String address, String shown) throws IOException {
        try (var client = new WireClient(gateway.port(), 0)) {
            client.send(from(address), handshake(A));
            assertThat(client.answer().status()).isEqualTo(101);
            assertThat(client.readText()).contains("\"remoteAddress\":\"" + shown + "\"");
        }
    }

    /** A proxy's own health check comes from the proxy. */
    @Test
    void aLocalConnectionIsThePeersOwn() throws IOException {
        var local = head(LOCAL, 0, new byte[0]);
        assertThat(status(gateway, local, FAR)).isEqualTo(403);
        try (var client = new WireClient(gateway.port(), 0)) {
            client.send(local, handshake(A));
            assertThat(client.answer().status()).isEqualTo(101);
            assertThat(client.readText()).contains("\"remoteAddress\":\"127.0.0.1\"");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                SIGNATURE + "31110000",
                SIGNATURE + "22110000",
                SIGNATURE + "21510000",
                SIGNATURE + "21110004" + "0a010203",
                SIGNATURE + "2121000c" + "0a0102030a01020312671267",
                "0d0a0d0a000d0a515549540b2111000c"
            })
    void aHeaderThatIsNoneIsHungUpOn(String hex) throws IOException {
        var request = handshake(A);
        var header = HexFormat.of().parseHex(hex);
        assertHungUp(
                gateway,
                ByteBuffer.allocate(header.length + request.length)
                        .put(header)
                        .put(request)
                        .array());
    }

    @Test
    void aConnectionWithoutAHeaderIsHungUpOn() throws IOException {
        assertHungUp(gateway, handshake(A));
    }

    @Test
    void nobodyIsBelievedWhereTheProtocolIsNotSpoken(@TempDir Path own) throws IOException {
        try (var plain = new RealtimeGateway(own)) {
            var first = "PROXY TCP4 10.1.2.3 127.0.0.1 4711 8080\r\n".getBytes(StandardCharsets.US_ASCII);
            assertThat(status(plain, first, FAR)).isEqualTo(400);
            assertThat(status(plain, from("10.1.2.3"), FAR)).isEqualTo(400);
        }
    }

    @Test
    void onlyTheProxiesThatAreNamedMaySpeakIt(@TempDir Path own) throws IOException {
        try (var guarded = new RealtimeGateway(
                own, "trunkline.http.proxy-protocol=true", "trunkline.http.proxy-protocol-from=10.0.0.0/8")) {
            assertHungUp(guarded, from("10.1.2.3"));
        }
        try (var open = new RealtimeGateway(
                own, "trunkline.http.proxy-protocol=true", "trunkline.http.proxy-protocol-from=10.0.0.0/8,127.0.0.1")) {
            assertThat(status(open, from("10.1.2.3"), FAR)).isEqualTo(101);
        }
    }
}
