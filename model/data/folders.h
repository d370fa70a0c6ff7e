// Looking for files.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace tessera {

/// Files whose names end so, in the folder and below it, sorted; none where there is no such
/// folder. An ending is compared without regard to case.
std::vector<std::filesystem::path> files_under(const std::filesystem::path& folder,
                                               const std::string& ending);

/// The .jpg, .jpeg and .png files right in the folder, sorted.
std::vector<std::filesystem::path> photo_files(const std::filesystem::path& folder);

/// The first that exists; an empty path where none does.
std::filesystem::path first_folder(const std::vector<std::filesystem::path>& candidates);

/// The file's name without `ending`, or without its extension where `ending` is empty.
std::string name_without(const std::filesystem::path& file, const std::string& ending);

/// Whether `a` comes before `b` where names are numbers: 9.jpg before 10.jpg.
bool by_number(const std::filesystem::path& a, const std::filesystem::path& b);

}  // namespace tessera
