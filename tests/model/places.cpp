// Paths below the tree that the tests were built from.
#include "tests/model/places.h"

namespace tessera::test {

std::string data_file(const std::string& name) {
    return TESSERA_TREE "/tests/data/" + name;
}

std::string resource_file(const std::string& name) {
    return TESSERA_TREE "/resources/" + name;
}

std::string shared_file(const std::string& name) {
    return TESSERA_TREE "/../shared/" + name;
}

}  // namespace tessera::test
