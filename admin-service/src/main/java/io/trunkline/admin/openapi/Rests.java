package io.trunkline.admin.openapi;

import io.swagger.v3.oas.models.Paths;

/** Parameters that are the rest of a path: OpenAPI has no name for them, so they are shown as any other. */
final class Rests {

    private Rests() {}

    static Paths renamed(Paths paths) {
        var renamed = new Paths();
        paths.forEach((path, item) -> renamed.addPathItem(path.replace("{*", "{"), item));
        return renamed;
    }
}
