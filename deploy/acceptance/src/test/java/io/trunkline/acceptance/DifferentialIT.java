package io.trunkline.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.trunkline.acceptance.packets.Contender;
import io.trunkline.acceptance.packets.Differences;
import io.trunkline.acceptance.packets.Recording;
import io.trunkline.acceptance.packets.Script;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The same packets to ours and to others: where the answers differ, {@code differences.txt} says why, and what it says is so. */
@ExtendWith(SharedPlatform.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DifferentialIT {
    private static final Path FOLDER = Path.of("src/test/resources/packets");
    private static final String HIVEMQ = "hivemq";
    private static final String MOSQUITTO = "mosquitto";

    private final List<Script> scripts = Script.in(FOLDER);
    private final Differences known = Differences.in(FOLDER.resolve("differences.txt"));
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Installation installation;
    private final Application application;
    private Recording ours;
    private Recording hivemqs;
    private Recording mosquittos;
    private HiveMq hivemq;
    private MosquittoServer mosquitto;

    DifferentialIT(Platform platform) {
        installation = platform.installation();
        application = Api.of(platform).create("packets", Map.of("limits", Map.of("publishesPerSecond", 0)));
    }

    @BeforeAll
    void play(@TempDir Path directory) throws IOException {
        var token = application.clientToken("scripts", Application.READ_ALL, Application.WRITE_ALL);
        var login = new Contender.Login(application.id(), token);
        ours = Recording.of(scripts, new Contender("ours", installation.mqtt(), login), threads);
        hivemq = new HiveMq(directory);
        hivemqs = Recording.of(scripts, hivemq.contender(), threads);
        if (Peer.isInstalled("mosquitto")) {
            mosquitto = new MosquittoServer(directory);
            mosquittos = Recording.of(scripts, mosquitto.contender(), threads);
        }
    }

    @AfterAll
    void stop() {
        threads.shutdownNow();
        if (hivemq != null) {
            hivemq.close();
        }
        if (mosquitto != null) {
            mosquitto.close();
        }
    }

    Stream<Arguments> scriptsAndPeers() {
        return scripts.stream().flatMap(script -> Stream.of(arguments(HIVEMQ, script), arguments(MOSQUITTO, script)));
    }

    @MethodSource("scriptsAndPeers")
    @ParameterizedTest(name = "{0} {1}")
    void answersTheSameButForWhatIsExplained(String peer, Script script) {
        var answers = known.withoutAdditions(ours.transcript(script));
        var theirs = of(peer).transcript(script);

        var differences = Differences.between(answers, theirs);

        assertThat(String.join("\n", differences))
                .as("ours: %s%n%s: %s", lines(answers), peer, lines(theirs))
                .isEqualTo(String.join("\n", known.of(peer, script.name())));
    }

    private Recording of(String peer) {
        if (peer.equals(HIVEMQ)) {
            return hivemqs;
        }
        Peer.require(MOSQUITTO, mosquittos != null);
        return mosquittos;
    }

    private static String lines(List<String> transcript) {
        return "\n    " + String.join("\n    ", transcript);
    }

    @Test
    void everyKnownDifferenceIsExplainedAndOfAScript() {
        var pairs = scriptsAndPeers().map(pair -> pair.get()[0] + " " + ((Script) pair.get()[1]).name());
        var names = Stream.concat(Stream.of("ours everywhere"), pairs).toList();

        assertThat(known.unexplained()).isEmpty();
        assertThat(names).containsAll(known.names());
    }

    @Test
    void whatOursIsSaidToAddItAdds() {
        scripts.forEach(script -> known.withoutAdditions(ours.transcript(script)));

        assertThat(known.unusedAdditions()).isEmpty();
    }
}
