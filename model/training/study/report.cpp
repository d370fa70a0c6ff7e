// Tables as text, and the files of a report.
#include "model/training/study/report.h"

#include <algorithm>
#include <cstdio>
#include <span>
#include <sstream>

#include "model/files/atomic_file.h"
#include "model/training/study/sheet.h"

namespace tessera {
namespace {

using Row = std::vector<std::string>;

constexpr double kMillion = 1e6;

std::string decimal(double value, int places) {
    char text[64];
    std::snprintf(text, sizeof text, "%.*f", places, value);
    return text;
}

std::string joined(const Row& cells, const std::string& between) {
    std::string text;
    for (size_t i = 0; i < cells.size(); ++i) {
        text += (i > 0 ? between : "") + cells[i];
    }
    return text;
}

std::string quoted(const std::string& cell) {
    return cell.find(',') == std::string::npos ? cell : std::string("\"").append(cell).append("\"");
}

std::string csv_line(Row cells) {
    std::transform(cells.begin(), cells.end(), cells.begin(), quoted);
    return joined(cells, ",") + "\n";
}

std::string markdown_line(const Row& cells) {
    return std::string("| ").append(joined(cells, " | ")).append(" |\n");
}

std::string changes_text(const StudyVariant& variant) {
    Row changes;
    for (const auto& [name, value] : variant.changes) {
        changes.push_back(std::string(name).append("=").append(value));
    }
    return joined(changes, " ");
}

/// The figures that there are, by the first variant that is done.
std::vector<EvaluationFigure> columns(const std::vector<StudyResult>& results) {
    return results.empty() ? std::vector<EvaluationFigure>() : results.front().evaluation.figures;
}

const EvaluationFigure* figure_of(const StudyResult& result, const std::string& key) {
    const auto& figures = result.evaluation.figures;
    const auto found = std::find_if(
        figures.begin(), figures.end(), [&](const auto& figure) { return figure.key == key; });
    return found == figures.end() ? nullptr : &*found;
}

/// Calls add(number of the variant, its result or null).
template <class Add>
void for_each_variant(const StudyRequest& request,
                      const std::vector<StudyResult>& results,
                      const Add& add) {
    for (size_t i = 0; i < request.study.variants.size(); ++i) {
        add(request.study.variants[i], i < results.size() ? &results[i] : nullptr);
    }
}

/// How it was trained and judged, in two sentences.
std::string setting(const StudyRequest& request, const std::vector<StudyResult>& results) {
    const TrainingOptions& options = request.options;
    std::ostringstream text;
    text << options.steps << " steps of " << options.batch << " × " << options.crop
         << "² pixels a variant";
    if (options.late_part > 0) {
        text << ", the last " << decimal(100 * options.late_part, 0) << " % of "
             << options.late_batch << " × " << options.late_crop << "²";
    }
    text << ", all from seed " << options.seed << " on " << request.data.folder.filename().string()
         << ".";
    if (!results.empty()) {
        text << " Judged by " << results.front().evaluation.pictures << " held-out pictures of "
             << judged_side(options)
             << "², each in a random style that is the same for all variants";
        Row by_network;
        std::string network;
        for (const EvaluationFigure& figure : columns(results)) {
            if (!figure.network.empty()) {
                by_network.push_back(figure.name);
                network = figure.network;
            }
        }
        if (!network.empty()) {
            text << "; " << joined(by_network, ", ") << " over " << network;
        }
        text << ".";
    }
    return text.str();
}

Row markdown_heading(const StudyRequest& request, const std::vector<StudyResult>& results) {
    Row heading{"", "variant", "options", "parameters, M"};
    if (!request.study.published.empty()) {
        heading.push_back(request.study.published);
    }
    for (const EvaluationFigure& figure : columns(results)) {
        heading.push_back(figure.name + (figure.unit.empty() ? "" : ", " + figure.unit) +
                          (figure.lower_is_better ? " ↓" : " ↑"));
    }
    return heading;
}

void write_text(const std::filesystem::path& path, const std::string& text) {
    AtomicFile file(path);
    file.write(std::as_bytes(std::span(text)));
    file.commit();
}

}  // namespace

std::string table_markdown(const StudyRequest& request, const std::vector<StudyResult>& results) {
    const std::string none = "–";
    const Row heading = markdown_heading(request, results);
    std::string text = std::string("# ").append(request.study.title) + "\n\n" +
                       setting(request, results) + " " + request.study.note + "\n\n" +
                       markdown_line(heading) + markdown_line(Row(heading.size(), "---"));
    for_each_variant(request, results, [&](const StudyVariant& variant, const StudyResult* result) {
        const std::string parameters =
            result != nullptr ? decimal(static_cast<double>(result->parameters) / kMillion, 3)
                              : none;
        Row row{variant.name,
                variant.title,
                std::string("`").append(changes_text(variant)).append("`"),
                parameters};
        if (!request.study.published.empty()) {
            row.push_back(variant.published ? decimal(*variant.published, 1) : none);
        }
        for (const EvaluationFigure& column : columns(results)) {
            const auto* figure = result != nullptr ? figure_of(*result, column.key) : nullptr;
            row.push_back(figure != nullptr ? decimal(figure->value, 4) : none);
        }
        text += markdown_line(row);
    });
    return text;
}

std::string table_csv(const StudyRequest& request, const std::vector<StudyResult>& results) {
    Row heading{"variant", "title", "options", "steps", "seed", "parameters"};
    if (!request.study.published.empty()) {
        heading.emplace_back("published_parameters_millions");
    }
    heading.emplace_back("pictures");
    for (const EvaluationFigure& figure : columns(results)) {
        heading.push_back(figure.key);
    }
    std::string text = csv_line(heading);
    for_each_variant(request, results, [&](const StudyVariant& variant, const StudyResult* result) {
        Row row{variant.name,
                variant.title,
                changes_text(variant),
                std::to_string(request.options.steps),
                std::to_string(request.options.seed),
                result != nullptr ? std::to_string(result->parameters) : ""};
        if (!request.study.published.empty()) {
            row.push_back(variant.published ? decimal(*variant.published, 1) : "");
        }
        row.push_back(result != nullptr ? std::to_string(result->evaluation.pictures) : "");
        for (const EvaluationFigure& column : columns(results)) {
            const auto* figure = result != nullptr ? figure_of(*result, column.key) : nullptr;
            row.push_back(figure != nullptr ? decimal(figure->value, 6) : "");
        }
        text += csv_line(row);
    });
    return text;
}

void write_report(const StudyRequest& request,
                  const std::vector<Pair>& held_out,
                  const std::vector<StudyResult>& results) {
    write_text(request.folder / "table.md", table_markdown(request, results));
    write_text(request.folder / "table.csv", table_csv(request, results));
    write_study_sheet(request, held_out, results.size());
}

}  // namespace tessera
