// Files of a run, and the lock that keeps a second process out.
#include "model/training/run_folder.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <fstream>
#include <nlohmann/json.hpp>
#include <span>
#include <sstream>
#include <stdexcept>
#include <thread>

#include "model/data/dataset.h"
#include "model/files/atomic_file.h"
#include "model/files/metadata.h"

namespace tessera {

namespace fs = std::filesystem;
using nlohmann::json;
using nlohmann::ordered_json;

namespace {

[[noreturn]] void refuse(const fs::path& file, const std::string& why) {
    throw std::runtime_error(file.string() + ": " + why);
}

[[noreturn]] void refuse_by_errno(const fs::path& file, const std::string& what) {
    refuse(file, what + ": " + std::strerror(errno));
}

std::string read_text(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    if (!in) {
        refuse_by_errno(file, "can't be read");
    }
    std::ostringstream text;
    text << in.rdbuf();
    return text.str();
}

std::string step_name(int64_t step, const char* ending) {
    std::string digits = std::to_string(step);
    digits.insert(0, 9 - std::min<size_t>(digits.size(), 9), '0');
    return "step-" + digits + ending;
}

std::string data_json(const TrainingData& data) {
    ordered_json object;
    object["folder"] = data.folder.string();
    object["layout"] = data.layout;
    object["palette"] = data.palette;
    object["classes"] = ordered_json::parse(classes_json(data.classes));
    object["void"] = data.void_ids;
    object["start"] = ordered_json::array();
    for (const fs::path& file : data.start) {
        object["start"].push_back(file.string());
    }
    return object.dump(2) + "\n";
}

TrainingData parse_data(const std::string& text) {
    const json object = json::parse(text);
    TrainingData data;
    data.folder = object.at("folder").get<std::string>();
    data.layout = object.at("layout").get<std::string>();
    data.palette = object.at("palette").get<std::string>();
    const json& classes = object.at("classes");
    data.classes = parse_classes(classes.dump(), static_cast<int64_t>(classes.size()));
    data.void_ids = object.at("void").get<std::vector<int>>();
    for (const json& file : object.at("start")) {
        data.start.emplace_back(file.get<std::string>());
    }
    return data;
}

std::vector<fs::path> checkpoints(const fs::path& run) {
    std::vector<fs::path> files;
    if (fs::is_directory(run / "checkpoints")) {
        for (const fs::directory_entry& entry : fs::directory_iterator(run / "checkpoints")) {
            const std::string name = entry.path().filename().string();
            if (name.rfind("step-", 0) == 0 && entry.path().extension() == ".safetensors") {
                files.push_back(entry.path());
            }
        }
    }
    std::sort(files.begin(), files.end());
    return files;
}

/// A reader sees the old file or the new.
void write_whole(const fs::path& path, const std::string& text) {
    AtomicFile file(path);
    file.write(std::as_bytes(std::span(text)));
    file.commit();
}

}  // namespace

TrainingOptions fitted_options(TrainingOptions options, const TrainingData& data) {
    const DatasetLayout& layout = dataset_layout(data.layout);
    options.network.classes = static_cast<int64_t>(data.classes.size());
    options.network.image_channels = layout.has_source ? 3 : 0;
    options.sean.semantic = options.network.classes;
    options.check();
    list_dataset(layout, data.folder, "train");
    return options;
}

/// An advisory lock that goes with the process, however it ends.
class RunFolder::Lock {
public:
    explicit Lock(const fs::path& run) {
        const fs::path path = run / "lock";
        file_ = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
        if (file_ < 0) {
            refuse_by_errno(path, "can't be written");
        }
        if (!take()) {
            const std::string user = number_in(file_);
            ::close(file_);
            refuse(run,
                   "another process is training in this folder" +
                       (user.empty() ? "" : " (" + user + ")"));
        }
        const std::string self = std::to_string(::getpid()) + "\n";
        if (::ftruncate(file_, 0) != 0 ||
            ::pwrite(file_, self.data(), self.size(), 0) != static_cast<ssize_t>(self.size())) {
            ::close(file_);
            refuse_by_errno(path, "can't be written");
        }
    }
    ~Lock() { ::close(file_); }

    /// See RunFolder::user_of().
    static std::optional<int64_t> user(const fs::path& run) {
        const int file = ::open((run / "lock").c_str(), O_RDONLY | O_CLOEXEC);
        if (file < 0) {
            return std::nullopt;
        }
        const bool free = ::flock(file, LOCK_SH | LOCK_NB) == 0;
        const std::string user = free ? std::string() : number_in(file);
        ::close(file);
        return free ? std::nullopt : std::optional<int64_t>(user.empty() ? 0 : std::stoll(user));
    }
    Lock(const Lock&) = delete;
    Lock& operator=(const Lock&) = delete;

private:
    /// Someone who only asks whether the folder is in use holds the lock for a moment.
    bool take() const {
        for (int attempt = 0; attempt < 10; ++attempt) {
            if (::flock(file_, LOCK_EX | LOCK_NB) == 0) {
                return true;
            }
            std::this_thread::sleep_for(std::chrono::milliseconds(10));
        }
        return false;
    }

    static std::string number_in(int file) {
        char text[20];
        const ssize_t size = ::pread(file, text, sizeof text, 0);
        const std::string all(text, static_cast<size_t>(std::max<ssize_t>(size, 0)));
        return all.substr(0, std::min(all.find_first_not_of("0123456789"), size_t{18}));
    }

    int file_ = -1;
};

std::optional<int64_t> RunFolder::user_of(const fs::path& path) {
    return Lock::user(path);
}

RunFolder::RunFolder(fs::path path) : path_(std::move(path)) {
    std::error_code error;
    fs::create_directories(path_ / "checkpoints", error);
    fs::create_directories(path_ / "samples", error);
    if (error) {
        refuse(path_, "can't be written: " + error.message());
    }
    lock_ = std::make_shared<Lock>(path_);
}

RunFolder RunFolder::create(const fs::path& path,
                            const TrainingOptions& options,
                            const TrainingData& data) {
    if (fs::exists(path / "options.json")) {
        refuse(path, "holds a run already: resume it, or choose another folder");
    }
    RunFolder folder(path);
    write_whole(path / "data.json", data_json(data));
    folder.write_options(options);
    return folder;
}

RunFolder RunFolder::open(const fs::path& path) {
    if (!fs::exists(path / "options.json")) {
        refuse(path, "holds no run");
    }
    return RunFolder(path);
}

TrainingOptions RunFolder::read_options(const fs::path& path) {
    const fs::path file = path / "options.json";
    const std::string text = read_text(file);
    try {
        return parse_options(text);
    } catch (const std::exception& error) {
        refuse(file, error.what());
    }
}

TrainingData RunFolder::read_data(const fs::path& path) {
    const fs::path file = path / "data.json";
    const std::string text = read_text(file);
    try {
        return parse_data(text);
    } catch (const std::exception& error) {
        refuse(file, error.what());
    }
}

void RunFolder::write_options(const TrainingOptions& options) const {
    write_whole(path_ / "options.json", options_json(options));
}

void RunFolder::append_history(const std::string& line) const {
    const fs::path file = path_ / "history.csv";
    std::ofstream out(file, std::ios::binary | std::ios::app);
    out << line << "\n" << std::flush;
    if (!out) {
        refuse_by_errno(file, "can't be written");
    }
}

void RunFolder::rewrite_history(const std::string& history) const {
    write_whole(path_ / "history.csv", history);
}

std::string RunFolder::history() const {
    return read_text(path_ / "history.csv");
}

fs::path RunFolder::checkpoint_path(int64_t step) const {
    return path_ / "checkpoints" / step_name(step, ".safetensors");
}

std::optional<fs::path> RunFolder::newest_checkpoint(const fs::path& run) {
    const std::vector<fs::path> files = checkpoints(run);
    return files.empty() ? std::nullopt : std::optional(files.back());
}

void RunFolder::forget_checkpoints(size_t kept) const {
    const std::vector<fs::path> files = checkpoints(path_);
    for (size_t i = 0; i + kept < files.size(); ++i) {
        std::error_code ignored;
        fs::remove(files[i], ignored);
    }
}

fs::path RunFolder::sample_path(int64_t step) const {
    return path_ / "samples" / step_name(step, ".png");
}

}  // namespace tessera
