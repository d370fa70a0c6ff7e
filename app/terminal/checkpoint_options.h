// What `tessera convert` is told of a checkpoint that PyTorch wrote.
#pragma once

#include <filesystem>

#include "app/terminal/command_line.h"
#include "model/files/safetensors.h"

namespace tessera {

void addCheckpointOptions(CommandLine& line);

/// Whether a file is called like one of PyTorch's: .pth, .pt.
bool isCheckpoint(const QString& file);

/// Reads the checkpoint, and writes the model file that the options ask for. Prints what it was and
/// what was left of it. Throws std::runtime_error in one line, UsageError.
void convertCheckpoint(const CommandLine& line,
                       const QString& file,
                       const std::filesystem::path& out,
                       StoredType type,
                       const std::map<std::string, std::string>& card);

}  // namespace tessera
