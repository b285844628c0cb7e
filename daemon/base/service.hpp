// Tells systemd how the service is doing: sd_notify(3)'s protocol, without its library. Does nothing
// when NOTIFY_SOCKET is not set. Any thread.
#pragma once

#include <string_view>

namespace trawl {

// e.g. "READY=1", "STATUS=2 runs active", "STOPPING=1"; several assignments are separated by newlines.
void notify_service(std::string_view assignments);

}  // namespace trawl
