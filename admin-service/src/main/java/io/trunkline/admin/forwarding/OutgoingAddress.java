package io.trunkline.admin.forwarding;

import io.trunkline.admin.problem.ProblemException;
import java.net.URI;
import java.net.URISyntaxException;

/** The form of an address that gateways may be told to call; whether its host may be called is theirs to decide, at every call. */
final class OutgoingAddress {

    private OutgoingAddress() {}

    static String check(String path, String text) {
        try {
            var uri = new URI(text);
            boolean http = "https".equalsIgnoreCase(uri.getScheme()) || "http".equalsIgnoreCase(uri.getScheme());
            if (http && uri.getHost() != null && uri.getRawUserInfo() == null && uri.getRawFragment() == null) {
                return text;
            }
        } catch (URISyntaxException e) {
            // answered below
        }
        throw ProblemException.invalid(path, "must be an http or https URL with a host, without user and fragment");
    }
}
