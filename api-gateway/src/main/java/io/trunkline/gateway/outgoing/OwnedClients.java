package io.trunkline.gateway.outgoing;

import org.springframework.web.reactive.function.client.WebClient;

/** The clients for one purpose, one for each owner: nobody waits for a connection that another's calls have taken, to the same host either. */
@FunctionalInterface
public interface OwnedClients {
    /** The client of one owner, such as an application's id. */
    WebClient of(String owner);
}
