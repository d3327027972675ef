package io.trunkline.broker.message;

/**
 * One way to write a publication on a wire that is the same for all who read it so. Instances are constants, compared by identity: the bytes are made
 * once per publication and form and shared by all receivers.
 */
@FunctionalInterface
public interface WireForm {
    /** The whole frame or packet; never changed afterwards. Called at most a few times per publication, from any thread; must not block. */
    byte[] encode(Publication publication);
}
