package io.trunkline.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A tenant has its clients' messages sent to a web server of its own. */
class ForwarderIT {
    private final List<Call> calls = new CopyOnWriteArrayList<>();
    private HttpServer hook;

    private record Call(String signature, String body) {}

    @BeforeEach
    void listen() throws IOException {
        hook = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        hook.createContext("/", this::keep);
        hook.start();
    }

    private void keep(HttpExchange exchange) throws IOException {
        var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        calls.add(new Call(exchange.getRequestHeaders().getFirst("Trunkline-Signature"), body));
        exchange.sendResponseHeaders(204, -1);
        exchange.close();
    }

    @AfterEach
    void stop() {
        hook.stop(0);
    }

    @Test
    void aTenantHasMessagesSentToItsWebhookUntilItSaysStop(@TempDir Path directory) throws Exception {
        var installation = Installation.in(directory.resolve("data"));
        try (var platform = installation.start(Map.of("TRUNKLINE_OUTGOING_ALLOWEDPRIVATE", "127.0.0.1"))) {
            var application = Api.of(platform).create("forwards");
            var tenant = Api.of(platform).with(application.adminToken(Application.MANAGE));
            var path = "/admin/v1/applications/" + application.id() + "/forwarders";
            var url = "http://127.0.0.1:" + hook.getAddress().getPort() + "/hook";
            var made = tenant.post(path, "{\"kind\":\"webhook\",\"name\":\"mine\",\"url\":\"" + url + "\"}");
            assertThat(made.status()).as("%s", made).isEqualTo(201);
            var secret = made.body().path("secret").asString();
            var client = client(application);

            await().atMost(Duration.ofSeconds(10)).until(() -> isHeardOf(client, "before"));
            var call = calls.stream()
                    .filter(each -> each.body().contains("before"))
                    .findFirst()
                    .orElseThrow();
            var body = Api.JSON.readTree(call.body());
            assertThat(body.path("msg").path("client").path("subject").asString())
                    .isEqualTo("me");
            assertThat(body.path("msg").path("payload").asString()).isEqualTo("before");
            assertThat(call.signature()).isEqualTo(signature(secret, call));

            var id = made.body().path("forwarderId").asString();
            assertThat(tenant.call("DELETE", path + "/" + id, null).status()).isEqualTo(204);
            await().atMost(Duration.ofSeconds(10)).until(() -> !isHeardOf(client, "after " + System.nanoTime()));
            client.abort();
        }
    }

    /** Sends a message and sees whether it comes out; a change takes up to a second to reach the gateway. */
    private boolean isHeardOf(WebSocket client, String payload) {
        client.sendText("{\"type\":\"message\",\"data\":{\"payload\":\"" + payload + "\"}}", true)
                .join();
        try {
            await().atMost(Duration.ofSeconds(1))
                    .until(() -> calls.stream().anyMatch(call -> call.body().contains(payload)));
            return true;
        } catch (ConditionTimeoutException silence) {
            return false;
        }
    }

    private static WebSocket client(Application application) {
        var address = application.webSocketUrl(application.clientToken("me"));
        return HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(URI.create(address), new WebSocket.Listener() {})
                .join();
    }

    private static String signature(String secret, Call call) throws GeneralSecurityException {
        var time = call.signature().replaceAll("t=(\\d+),.*", "$1");
        var mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        var digest = mac.doFinal((time + "." + call.body()).getBytes(StandardCharsets.UTF_8));
        return "t=" + time + ",v1=" + HexFormat.of().formatHex(digest);
    }
}
