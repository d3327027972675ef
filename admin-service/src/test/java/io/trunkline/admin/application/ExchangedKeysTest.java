package io.trunkline.admin.application;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class ExchangedKeysTest {

    private static final JsonMapper JSON = new JsonMapper();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'authKey':{'source':'jwks','jwksUri':'https://idp'}} | {'source':'raw','issuer':['i'],'audience':'a'}",
                "{'authKey':{'source':'raw','algorithms':['HS512']}}   | {'source':'raw','key':'k','algorithms':['HS256'],'issuer':['i'],'audience':'a'}",
                "{'authKey':{'algorithms':['HS512']}}                  | {'source':'raw','key':'k','algorithms':['HS256'],'issuer':['i'],'audience':'a'}",
                "{'authKey':{'source':null}}                           | {'source':'raw','key':'k','algorithms':['HS256'],'issuer':['i'],'audience':'a'}",
                "{'authKey':{'source':7}}                              | {'source':'raw','key':'k','algorithms':['HS256'],'issuer':['i'],'audience':'a'}",
                "{'authKey':null}                                      | {'source':'raw','key':'k','algorithms':['HS256'],'issuer':['i'],'audience':'a'}",
                "{'adminKey':{'source':'jwks'}}                        | {'source':'raw','key':'k','algorithms':['HS256'],'issuer':['i'],'audience':'a'}",
            })
    void keepsOfAnExchangedKeyOnlyWhatBothSourcesHave(String patch, String key) {
        ObjectNode document = object(
                "{'name':'n','authKey':{'source':'raw','key':'k','algorithms':['HS256'],'issuer':['i'],'audience':'a'}}");
        ObjectNode before = document.deepCopy();

        assertThat(ExchangedKeys.cleared(document, object(patch)))
                .isEqualTo(object("{'name':'n','authKey':" + key + "}"));
        assertThat(document).isEqualTo(before);
    }

    private static ObjectNode object(String text) {
        return (ObjectNode) JSON.readTree(text.replace('\'', '"'));
    }
}
