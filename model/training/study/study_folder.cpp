// study.json and evaluation.json.
#include "model/training/study/study_folder.h"

#include <algorithm>
#include <fstream>
#include <nlohmann/json.hpp>
#include <span>
#include <sstream>
#include <stdexcept>

#include "model/files/atomic_file.h"

namespace tessera {

namespace fs = std::filesystem;
using nlohmann::json;
using nlohmann::ordered_json;

namespace {

constexpr int64_t kDefaultSide = 256;  // pixels, where pictures are of any size

[[noreturn]] void refuse(const fs::path& file, const std::string& why) {
    throw std::runtime_error(file.string() + ": " + why);
}

void write_json(const fs::path& path, const ordered_json& object) {
    const std::string text = object.dump(2) + "\n";
    AtomicFile file(path);
    file.write(std::as_bytes(std::span(text)));
    file.commit();
}

json read_json(const fs::path& path) {
    std::ifstream in(path, std::ios::binary);
    json object = json::parse(in, nullptr, /*allow_exceptions=*/false);
    if (!in || !object.is_object()) {
        refuse(path, "can't be read as a JSON object");
    }
    return object;
}

using Settings = std::vector<std::pair<std::string, std::string>>;

/// Everything that a study's figures depend on, by name.
Settings settings_of(const StudyRequest& request) {
    std::string classes;
    for (const ModelClass& one : request.data.classes) {
        classes += (classes.empty() ? "" : ", ") + one.name;
    }
    Settings settings{{"study", request.study.name},
                      {"data", request.data.folder.string()},
                      {"layout", request.data.layout},
                      {"palette", request.data.palette},
                      {"classes", classes},
                      {"judge", request.judge.filename().string()}};
    for (const OptionInfo& info : option_list()) {
        settings.emplace_back(info.name, option_value(request.options, info.name));
    }
    return settings;
}

/// "steps 3000, not 2000; seed 1, not 2". An option that the study's program did not know has the
/// value that it had then.
std::string differences(const json& before, const Settings& now) {
    std::string text;
    for (const auto& [name, value] : now) {
        const std::string was = before.value(name, value);
        if (was != value) {
            text.append(text.empty() ? "" : "; ").append(name).append(" ").append(was);
            text.append(", not ").append(value);
        }
    }
    return text;
}

void refuse_differences(const fs::path& file, const Settings& settings) {
    std::string different;
    try {
        different = differences(read_json(file), settings);
    } catch (const json::exception& error) {
        refuse(file, error.what());
    }
    if (!different.empty()) {
        refuse(file.parent_path(), "holds a study begun with other options: " + different);
    }
}

ordered_json figure_json(const EvaluationFigure& figure) {
    return {{"name", figure.name},
            {"key", figure.key},
            {"value", figure.value},
            {"unit", figure.unit},
            {"network", figure.network},
            {"lower_is_better", figure.lower_is_better}};
}

EvaluationFigure parse_figure(const json& object) {
    return {object.at("name").get<std::string>(),
            object.at("key").get<std::string>(),
            object.at("value").get<double>(),
            object.at("unit").get<std::string>(),
            object.at("network").get<std::string>(),
            object.at("lower_is_better").get<bool>()};
}

fs::path result_file(const fs::path& run) {
    return run / "evaluation.json";
}

}  // namespace

void open_study_folder(const StudyRequest& request) {
    const fs::path file = request.folder / "study.json";
    const Settings settings = settings_of(request);
    if (fs::exists(file)) {
        refuse_differences(file, settings);
        return;
    }
    if (fs::exists(request.folder) &&
        !(fs::is_directory(request.folder) && fs::is_empty(request.folder))) {
        refuse(request.folder, "is no empty folder, and holds no study");
    }
    std::error_code error;
    fs::create_directories(request.folder, error);
    if (error) {
        refuse(request.folder, "can't be written: " + error.message());
    }
    ordered_json object;
    for (const auto& [name, value] : settings) {
        object[name] = value;
    }
    write_json(file, object);
}

bool has_result(const fs::path& run) {
    return fs::exists(result_file(run));
}

StudyResult read_result(const fs::path& run) {
    const json object = read_json(result_file(run));
    try {
        StudyResult result;
        result.parameters = object.at("parameters").get<int64_t>();
        result.evaluation.pictures = object.at("pictures").get<int64_t>();
        result.evaluation.left_out = object.at("left_out").get<std::vector<std::string>>();
        for (const json& figure : object.at("figures")) {
            result.evaluation.figures.push_back(parse_figure(figure));
        }
        return result;
    } catch (const json::exception& error) {
        refuse(result_file(run), error.what());
    }
}

void write_result(const fs::path& run, const StudyResult& result) {
    ordered_json object;
    object["parameters"] = result.parameters;
    object["pictures"] = result.evaluation.pictures;
    object["left_out"] = result.evaluation.left_out;
    object["figures"] = ordered_json::array();
    for (const EvaluationFigure& figure : result.evaluation.figures) {
        object["figures"].push_back(figure_json(figure));
    }
    write_json(result_file(run), object);
}

fs::path pictures_of(const fs::path& run) {
    return run / "pictures";
}

int64_t judged_side(const TrainingOptions& options) {
    const int64_t stride = options.stride();
    const int64_t wanted = options.side > 0 ? options.side : kDefaultSide;
    return std::max<int64_t>(wanted / stride, 1) * stride;
}

}  // namespace tessera
