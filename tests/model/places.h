// Where the tests' files lie. One object file knows the tree's path, so that the others are the
// same in every checkout.
#pragma once

#include <string>

namespace tessera::test {

/// A file below tests/data.
std::string data_file(const std::string& name);

/// A file below resources.
std::string resource_file(const std::string& name);

/// A file of the shared folder, which may not be there.
std::string shared_file(const std::string& name);

}  // namespace tessera::test
