package io.trunkline.gateway.directory;

import java.util.List;

/** All applications as of one version of the directory. */
record Snapshot(long version, List<Application> applications) {}
