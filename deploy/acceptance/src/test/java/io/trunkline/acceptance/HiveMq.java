package io.trunkline.acceptance;

import com.hivemq.embedded.EmbeddedHiveMQ;
import io.trunkline.acceptance.packets.Contender;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** HiveMQ's Community Edition in this process, which lets everybody in and keeps nothing. */
final class HiveMq implements AutoCloseable {
    private final EmbeddedHiveMQ server;
    private final int port = Installation.freePort();

    HiveMq(Path directory) throws IOException {
        var configuration = Files.createDirectories(directory.resolve("conf"));
        Files.writeString(configuration.resolve("config.xml"), """
                <?xml version="1.0"?>
                <hivemq>
                  <listeners><tcp-listener><port>%d</port><bind-address>127.0.0.1</bind-address></tcp-listener></listeners>
                  <persistence><mode>in-memory</mode></persistence>
                  <anonymous-usage-statistics><enabled>false</enabled></anonymous-usage-statistics>
                </hivemq>
                """.formatted(port));
        Files.copy(Path.of("src/test/resources/logback-test.xml"), configuration.resolve("logback.xml"));
        server = EmbeddedHiveMQ.builder()
                .withConfigurationFolder(configuration)
                .withDataFolder(Files.createDirectories(directory.resolve("data")))
                .withExtensionsFolder(Files.createDirectories(directory.resolve("extensions")))
                .build();
        server.start().join();
    }

    Contender contender() {
        return Contender.open("hivemq", port);
    }

    @Override
    public void close() {
        server.stop().join();
    }
}
