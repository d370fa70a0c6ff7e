// Looking for files.
#include "model/data/folders.h"

#include <algorithm>
#include <cctype>

namespace tessera {

namespace fs = std::filesystem;

namespace {

bool ends_with(const std::string& name, const std::string& ending) {
    return name.size() >= ending.size() &&
           std::equal(ending.rbegin(), ending.rend(), name.rbegin(), [](char a, char b) {
               return std::tolower(static_cast<unsigned char>(a)) ==
                      std::tolower(static_cast<unsigned char>(b));
           });
}

}  // namespace

std::vector<fs::path> files_under(const fs::path& folder, const std::string& ending) {
    std::vector<fs::path> files;
    if (fs::is_directory(folder)) {
        for (const fs::directory_entry& entry : fs::recursive_directory_iterator(
                 folder, fs::directory_options::follow_directory_symlink)) {
            if (entry.is_regular_file() && ends_with(entry.path().filename().string(), ending)) {
                files.push_back(entry.path());
            }
        }
    }
    std::sort(files.begin(), files.end());
    return files;
}

std::vector<fs::path> photo_files(const fs::path& folder) {
    std::vector<fs::path> files;
    if (fs::is_directory(folder)) {
        for (const fs::directory_entry& entry : fs::directory_iterator(folder)) {
            const std::string name = entry.path().filename().string();
            if (entry.is_regular_file() &&
                (ends_with(name, ".jpg") || ends_with(name, ".jpeg") || ends_with(name, ".png"))) {
                files.push_back(entry.path());
            }
        }
    }
    std::sort(files.begin(), files.end());
    return files;
}

fs::path first_folder(const std::vector<fs::path>& candidates) {
    for (const fs::path& candidate : candidates) {
        if (fs::is_directory(candidate)) {
            return candidate;
        }
    }
    return {};
}

std::string name_without(const fs::path& file, const std::string& ending) {
    const std::string name = file.filename().string();
    return ending.empty() ? file.stem().string() : name.substr(0, name.size() - ending.size());
}

bool by_number(const fs::path& a, const fs::path& b) {
    const std::string left = a.stem().string(), right = b.stem().string();
    return left.size() != right.size() ? left.size() < right.size() : left < right;
}

}  // namespace tessera
