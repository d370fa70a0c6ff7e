// A small checkpoint under its authors' names, for tests of the program. Free of LibTorch.
#pragma once

#include <filesystem>

namespace tessera::test {

/// SEAN of `classes` classes as its authors save it, with random weights.
void write_tiny_checkpoint(const std::filesystem::path& file, int classes);

/// One that wants to run a command of the system's.
void write_evil_checkpoint(const std::filesystem::path& file);

}  // namespace tessera::test
