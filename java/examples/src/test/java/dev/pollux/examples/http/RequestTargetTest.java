package dev.pollux.examples.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How a path is made of a request-target. */
class RequestTargetTest {
    @ParameterizedTest
    @CsvSource({
        "/, /",
        "/a?b, /a",
        "/a%20b, /a b",
        "/%e2%82%ac, /€",
        "/%2e%2E/a, /../a",
        "/%252e, /%2e",
        "/a+b, /a+b",
        "http://host, /",
        "http://host?q=/x, /",
        "HTTP://host:80/a?b, /a",
    })
    void valid(String target, String path) {
        assertEquals(path, RequestTarget.path(target));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "*",
                "host:80",
                "http://",
                "http:///a",
                "ftp://a/",
                "/%",
                "/%4",
                "/%zz",
                "/%00",
                "/a%2fb",
                "/%ff",
                "/%c0%ae"
            })
    void invalid(String target) {
        assertNull(RequestTarget.path(target));
    }
}
