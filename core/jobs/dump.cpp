// Intermediates on disk.
#include "core/jobs/dump.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QRegularExpression>
#include <algorithm>
#include <filesystem>

#include "core/files/whole_file.h"
#include "core/images/image_files.h"
#include "core/jobs/heat_map.h"
#include "model/files/safetensors.h"
#include "model/inference/picture.h"

namespace tessera {
namespace {

constexpr int kLogitSide = 512;  // pixels, about: a class's logit becomes a square

struct Text {
    Q_DECLARE_TR_FUNCTIONS(Dump)
};

// Writes the pictures of one array after the other to a folder.
class Pictures {
public:
    Pictures(const RenderRequest& request, const Palette& classes, const QDir& folder)
        : classes_(classes), folder_(folder), present_(static_cast<size_t>(classes.size())) {
        for (const uint16_t channel : request.labels) {
            if (channel < present_.size()) {
                present_[channel] = true;
            }
        }
    }

    void write(const std::string& name, const Array& array) {
        const QString text = QString::fromStdString(name);
        if (name == "per_class") {
            writeClasses(array);
        } else if (name == "weights") {
            writeWeights(array);
        } else if (name == "logits") {
            writeLogits(array);
        } else if (name.starts_with("kernels")) {
            const int side = qRound(std::sqrt(static_cast<double>(array.shape[0])));
            save(text, heatMosaic(array, side, HeatRange::Shared));
        } else if (name.starts_with("features")) {
            save(text, heatMosaic(array, 0, HeatRange::Own));
        } else {
            save(text, rgbImage(array.values.data(), width(array), height(array)));
        }
    }

private:
    static int width(const Array& array) { return static_cast<int>(array.shape.back()); }
    static int height(const Array& array) {
        return static_cast<int>(array.shape[array.shape.size() - 2]);
    }

    void save(const QString& name, const QImage& image) {
        writePhoto(image, folder_.filePath(name + QStringLiteral(".png")));
    }

    void writeClasses(const Array& array) {
        static const QRegularExpression unsafe(QStringLiteral("[^\\w-]+"));
        const qsizetype one = qsizetype{3} * width(array) * height(array);
        for (size_t i = 0; i < present_.size(); ++i) {
            if (!present_[i]) {
                continue;
            }
            QString name = classes_.classes()[i].name;
            name.replace(unsafe, QStringLiteral("_"));
            save(QStringLiteral("per_class-%1-%2").arg(i).arg(name),
                 rgbImage(array.values.data() + static_cast<qsizetype>(i) * one,
                          width(array),
                          height(array)));
        }
    }

    void writeWeights(const Array& array) {
        const float* local = array.values.data();
        const float* global = local + qsizetype{width(array)} * height(array);
        save(QStringLiteral("weights-local"), heatMap(local, width(array), height(array), 0, 1));
        save(QStringLiteral("weights-global"), heatMap(global, width(array), height(array), 0, 1));
    }

    void writeLogits(const Array& array) {
        const auto [least, most] = std::minmax_element(array.values.begin(), array.values.end());
        const int square = std::max(1, kLogitSide / width(array));
        const QImage image =
            heatMap(array.values.data(), width(array), height(array), *least, *most);
        save(QStringLiteral("logits"), image.scaled(image.size() * square));
    }

    const Palette& classes_;
    const QDir folder_;
    std::vector<bool> present_;
};

void writeNumbers(const Picture& picture, const QString& file) {
    std::map<std::string, StoredTensor> tensors;
    for (const auto& [name, array] : picture.inside) {
        tensors[name] = {StoredType::float32, array.shape, std::as_bytes(std::span(array.values))};
    }
    write_safetensors(file.toStdString(), tensors);
}

void makeFolder(const QString& folder) {
    if (!QDir().mkpath(folder)) {
        fail(folder, Text::tr("the folder cannot be made"));
    }
}

// Beside the folder, so that moving files into it is a renaming.
QString stagingPattern(const QString& folder) {
    makeFolder(QFileInfo(folder).path());
    return folder + QStringLiteral(".XXXXXX");
}

}  // namespace

Dump::Dump(const Picture& picture,
           const RenderRequest& request,
           const Palette& classes,
           const QString& folder)
    : folder_(QDir::cleanPath(folder)), staged_(stagingPattern(folder_)) {
    if (!staged_.isValid()) {
        fail(folder_, Text::tr("cannot be written: %1").arg(staged_.errorString()));
    }
    Pictures pictures(request, classes, QDir(staged_.path()));
    for (const auto& [name, array] : picture.inside) {
        pictures.write(name, array);
    }
    writeNumbers(picture, staged_.filePath(QStringLiteral("outputs.safetensors")));
}

void Dump::commit() {
    makeFolder(folder_);
    for (const QString& name : QDir(staged_.path()).entryList(QDir::Files)) {
        const QString file = QDir(folder_).filePath(name);
        std::error_code error;
        std::filesystem::rename(staged_.filePath(name).toStdString(), file.toStdString(), error);
        if (error) {
            fail(file,
                 Text::tr("cannot be written: %1").arg(QString::fromStdString(error.message())));
        }
    }
}

}  // namespace tessera
