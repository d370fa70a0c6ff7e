// LibTorch's package has Gloo's code but not its headers, which its own ProcessGroupGloo.hpp
// includes. These files declare what that header names; nothing here is ever made or called by us.
#pragma once

#include <chrono>

namespace gloo {

class Context {
public:
    void setTimeout(std::chrono::milliseconds timeout);
};

}  // namespace gloo
