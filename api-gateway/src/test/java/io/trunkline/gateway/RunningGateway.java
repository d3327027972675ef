package io.trunkline.gateway;

import io.trunkline.gateway.directory.Application;
import io.trunkline.gateway.directory.Directories;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.context.ConfigurableApplicationContext;

/** A whole gateway on a free port, as its main class starts it, with its applications in a file. */
public final class RunningGateway implements AutoCloseable {
    private final ConfigurableApplicationContext context;

    private RunningGateway(ConfigurableApplicationContext context) {
        this.context = context;
    }

    /** @param settings as {@code name=value} */
    public static RunningGateway start(Path directory, List<Application> applications, String... settings) {
        return start(directory, applications, Map.of(), settings);
    }

    /** The same, with these in the place of its own beans of their names. */
    public static RunningGateway start(
            Path directory, List<Application> applications, Map<String, Object> instead, String... settings) {
        var arguments = new ArrayList<>(List.of(
                "--server.port=0",
                "--logging.level.root=info",
                "--trunkline.mqtt.listeners.tcp.port=0",
                "--trunkline.mqtt.listeners.tls.port=0",
                "--trunkline.mqtt.listeners.tls8443.port=0",
                "--trunkline.https.port=0",
                "--trunkline.data-dir=" + directory,
                "--trunkline.directory.file=" + file(directory, applications)));
        List.of(settings).forEach(setting -> arguments.add("--" + setting));
        var application = ApiGatewayApplication.application();
        application.addInitializers(context -> context.getBeanFactory().addBeanPostProcessor(replacing(instead)));
        return new RunningGateway(application.run(arguments.toArray(String[]::new)));
    }

    private static BeanPostProcessor replacing(Map<String, Object> instead) {
        return new BeanPostProcessor() {
            @Override
            public Object postProcessAfterInitialization(Object bean, String name) {
                return instead.getOrDefault(name, bean);
            }
        };
    }

    private static Path file(Path directory, List<Application> applications) {
        try {
            var json = Directories.json(1, applications.toArray(Application[]::new));
            return Files.write(directory.resolve("applications.json"), json);
        } catch (IOException full) {
            throw new UncheckedIOException(full);
        }
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + port());
    }

    public int port() {
        return Integer.parseInt(Objects.requireNonNull(context.getEnvironment().getProperty("local.server.port")));
    }

    /** Where the same is spoken by TLS. */
    public int securePort() {
        return context.getBean(SecureWebServer.class).port();
    }

    /** What the gateway is made of. */
    public <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    /** Whether it has been told to end, be it that it takes its time. */
    public boolean isEnding() {
        return context.isClosed();
    }

    @Override
    public void close() {
        context.close();
    }
}
