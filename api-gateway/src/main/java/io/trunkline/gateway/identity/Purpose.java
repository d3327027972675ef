package io.trunkline.gateway.identity;

import io.trunkline.gateway.directory.AddressList;
import io.trunkline.gateway.directory.Application;
import io.trunkline.gateway.directory.KeySettings;

/** What a token is shown for, and so which of an application's two keys must have signed it and from where it may come. */
public enum Purpose {
    /** A client opens a line. */
    CLIENT {
        @Override
        KeySettings key(Application application) {
            return application.authKey();
        }

        @Override
        AddressList addresses(Application application) {
            return application.clientSourceAddress();
        }
    },
    /** A backend of the application's owner calls the HTTP API. */
    ADMIN {
        @Override
        KeySettings key(Application application) {
            return application.adminKey();
        }

        @Override
        AddressList addresses(Application application) {
            return application.adminSourceAddress();
        }
    };

    abstract KeySettings key(Application application);

    abstract AddressList addresses(Application application);
}
