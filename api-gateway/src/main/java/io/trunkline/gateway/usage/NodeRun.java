package io.trunkline.gateway.usage;

/**
 * One run of one gateway process: counts grow only within it.
 *
 * @param name the configured name of the node
 * @param bootId different for every start
 */
record NodeRun(String name, String bootId) {

    /** The name on the wire. */
    String node() {
        return name + "-" + bootId;
    }
}
