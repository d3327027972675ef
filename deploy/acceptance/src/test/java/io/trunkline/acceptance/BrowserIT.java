package io.trunkline.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A page in a real browser, whose origin is never the platform's: from a file it is {@code null}, from a site it is another. */
@ExtendWith(SharedPlatform.class)
class BrowserIT {
    private static final Path PAGE = Path.of("peers/browser.html").toAbsolutePath();

    private final Platform platform;

    @TempDir
    private Path profile;

    BrowserIT(Platform platform) {
        this.platform = platform;
    }

    @Test
    void aPageFromAFileIsServed() {
        isServed(PAGE.toUri().toString(), "chat from file:");
    }

    @Test
    void aPageFromAWebSiteIsServed() throws IOException {
        try (var site = new PageServer(PAGE)) {
            isServed(site.url(), "chat from http:");
        }
    }

    @Test
    void theReadmeShowsLinesOfThisPage() throws IOException {
        var readme = Files.readString(Path.of("../../README.md"));
        var example = readme.substring(readme.indexOf("```js\n") + 6);

        var lines = example.substring(0, example.indexOf("```")).lines().skip(1);

        assertThat(Files.readAllLines(PAGE)).containsSequence(lines.toList());
    }

    private void isServed(String address, String topic) {
        var application = Api.of(platform).create("browser");
        try (var page = Peer.browser(profile, address + parameters(application))) {
            assertThat(kind(page, "main", "welcome")).isEqualTo("String");
            assertThat(kind(page, topic, "line")).isEqualTo("String");
            assertThat(data(page, topic, "line").path("payload").asString()).isEqualTo("as text");
            assertThat(kind(page, topic, "object")).isEqualTo("Blob");
            assertThat(data(page, topic, "object").path("payload"))
                    .isEqualTo(Api.JSON.readTree("{\"as\":\"a Blob\",\"grüße\":\"🙂\"}"));

            assertThat(page.event("published").path("status").asInt()).isEqualTo(200);
            assertThat(data(page, topic, "broadcast").path("by").asString()).isEqualTo("fetch");
            assertThat(page.events("closed")).isEmpty();
            assertThat(streamed(page, topic, "line").path("payload").asString()).isEqualTo("as text");
            assertThat(streamed(page, topic, "broadcast").path("by").asString()).isEqualTo("fetch");
        }
    }

    private String parameters(Application application) {
        return "#gateway=%s&app=%s&token=%s&backend=%s"
                .formatted(
                        platform.installation().url(""),
                        application.id(),
                        application.clientToken("page", Application.WRITE_ALL),
                        application.adminToken(Application.WRITE_ALL));
    }

    private static JsonNode data(Peer page, String topic, String messageType) {
        return page.frame(topic, messageType).path("data");
    }

    private static JsonNode streamed(Peer page, String topic, String messageType) {
        return page.event(
                        "streamed",
                        event -> event.at("/frame/topic").asString().equals(topic)
                                && event.at("/frame/messageType").asString().equals(messageType))
                .at("/frame/data");
    }

    private static String kind(Peer page, String topic, String messageType) {
        var frame = page.frame(topic, messageType);
        return page.event("frame", event -> event.path("frame").equals(frame))
                .path("kind")
                .asString();
    }
}
