package io.trunkline.admin.application;

import java.util.List;
import java.util.Map;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Applications as the admin API shows them: with what is kept elsewhere and stands in their documents. */
record ShownApplications(Documents documents, AmazonForwarders amazon) {

    Mono<ApplicationDocument> of(Application application) {
        return of(List.of(application)).map(shown -> shown.get(0));
    }

    /** In the same order. */
    Mono<List<ApplicationDocument>> of(List<Application> applications) {
        return amazon.shown(applications.stream().map(Application::appId).toList())
                .map(forwarders -> applications.stream()
                        .map(application -> shown(application, forwarders))
                        .toList());
    }

    private ApplicationDocument shown(Application application, Map<String, ObjectNode> forwarders) {
        return documents.shown(
                application, forwarders.getOrDefault(application.appId(), JsonNodeFactory.instance.objectNode()));
    }
}
