// The system calls that a plugin must not make: network, other processes, and the kernel's rarer doors.
#pragma once

namespace trawl::worker {

// For this thread and all that it starts, for good. Needs PR_SET_NO_NEW_PRIVS. Throws std::system_error.
void install_syscall_filter();

}  // namespace trawl::worker
