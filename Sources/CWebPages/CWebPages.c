// `#embed` (C23, ISO/IEC 9899:2024 §6.10.4) compiles in no time, where the same bytes as a Swift array literal take
// half a minute. A new file in `web/` needs a line in the list below; a test compares the list with the folder.
#include "CWebPages.h"

// Extensions of the language's older versions, which the compiler also takes, are what this file is about.
#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char capture_js[] = {
#embed "../../web/capture.js"
};
static const unsigned char connection_js[] = {
#embed "../../web/connection.js"
};
static const unsigned char figures_js[] = {
#embed "../../web/figures.js"
};
static const unsigned char fragment_js[] = {
#embed "../../web/fragment.js"
};
static const unsigned char icon_svg[] = {
#embed "../../web/icon.svg"
};
static const unsigned char index_html[] = {
#embed "../../web/index.html"
};
static const unsigned char index_js[] = {
#embed "../../web/index.js"
};
static const unsigned char page_js[] = {
#embed "../../web/page.js"
};
static const unsigned char pattern_js[] = {
#embed "../../web/pattern.js"
};
static const unsigned char publish_html[] = {
#embed "../../web/publish.html"
};
static const unsigned char publish_js[] = {
#embed "../../web/publish.js"
};
static const unsigned char resource_js[] = {
#embed "../../web/resource.js"
};
static const unsigned char session_js[] = {
#embed "../../web/session.js"
};
static const unsigned char settings_js[] = {
#embed "../../web/settings.js"
};
static const unsigned char style_css[] = {
#embed "../../web/style.css"
};
static const unsigned char ticker_js[] = {
#embed "../../web/ticker.js"
};
static const unsigned char watch_html[] = {
#embed "../../web/watch.html"
};
static const unsigned char watch_js[] = {
#embed "../../web/watch.js"
};
static const unsigned char whep_js[] = {
#embed "../../web/whep.js"
};
static const unsigned char whip_js[] = {
#embed "../../web/whip.js"
};

#define FILE_ENTRY(name, bytes) { name, bytes, sizeof(bytes) }

static const struct turnout_web_file files[] = {
    FILE_ENTRY("capture.js", capture_js),
    FILE_ENTRY("connection.js", connection_js),
    FILE_ENTRY("figures.js", figures_js),
    FILE_ENTRY("fragment.js", fragment_js),
    FILE_ENTRY("icon.svg", icon_svg),
    FILE_ENTRY("index.html", index_html),
    FILE_ENTRY("index.js", index_js),
    FILE_ENTRY("page.js", page_js),
    FILE_ENTRY("pattern.js", pattern_js),
    FILE_ENTRY("publish.html", publish_html),
    FILE_ENTRY("publish.js", publish_js),
    FILE_ENTRY("resource.js", resource_js),
    FILE_ENTRY("session.js", session_js),
    FILE_ENTRY("settings.js", settings_js),
    FILE_ENTRY("style.css", style_css),
    FILE_ENTRY("ticker.js", ticker_js),
    FILE_ENTRY("watch.html", watch_html),
    FILE_ENTRY("watch.js", watch_js),
    FILE_ENTRY("whep.js", whep_js),
    FILE_ENTRY("whip.js", whip_js),
};

struct turnout_web_file turnout_web_file_at(size_t index) {
    return files[index];
}

size_t turnout_web_file_count(void) {
    return sizeof(files) / sizeof(files[0]);
}
