package io.trunkline.gateway.problem;

import java.util.ResourceBundle;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.util.HtmlUtils;

/** The page behind each problem's {@code type}: what it means and what to do. */
@RestController
@RequestMapping("/problems/{code}")
class ProblemPages {
    private static final ResourceBundle REMEDIES =
            ResourceBundle.getBundle(ProblemPages.class.getPackageName() + ".remedies");

    /**
     * @param code the stable name of the problem
     * @param remedy what the reader can do about it
     */
    record Page(String code, int status, String title, String remedy) {}

    @GetMapping(produces = MediaType.APPLICATION_JSON_VALUE)
    Page json(@PathVariable String code) {
        var type = ProblemTypes.find(code)
                .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND, "No problem has this code"));
        return new Page(type.code(), type.status().value(), type.title(), REMEDIES.getString(type.code()));
    }

    @GetMapping(produces = MediaType.TEXT_HTML_VALUE)
    String html(@PathVariable String code) {
        var page = json(code);
        return """
                <!doctype html>
                <html lang="en">
                <meta charset="utf-8">
                <title>%1$s</title>
                <style>body { font: 1rem/1.5 system-ui, sans-serif; max-width: 40rem; margin: 4rem auto; padding: 0 1rem }</style>
                <h1>%1$s</h1>
                <p>HTTP status %2$d, code <code>%3$s</code></p>
                <h2>What to do</h2>
                <p>%4$s</p>
                </html>
                """.formatted(
                HtmlUtils.htmlEscape(page.title()), page.status(), page.code(), HtmlUtils.htmlEscape(page.remedy()));
    }
}
