// From palettes to the classes of a model file.
#include "core/jobs/training/learnt_classes.h"

#include <QFileInfo>

#include "core/palette/palette.h"
#include "model/files/model_card.h"
#include "model/training/run_folder.h"

namespace tessera {

std::vector<ModelClass> learntClasses(const Palette& palette) {
    std::vector<ModelClass> classes;
    for (const PaletteClass& one : palette.classes()) {
        if (one.trainable) {
            classes.push_back({one.id,
                               one.name.toStdString(),
                               {static_cast<uint8_t>(one.color.red()),
                                static_cast<uint8_t>(one.color.green()),
                                static_cast<uint8_t>(one.color.blue())}});
        }
    }
    return classes;
}

std::vector<int> overlookedIds(const Palette& palette) {
    std::vector<int> ids{palette.voidId()};
    for (const PaletteClass& one : palette.classes()) {
        if (!one.trainable) {
            ids.push_back(one.id);
        }
    }
    return ids;
}

TrainingData trainingData(const QString& folder,
                          const std::string& layout,
                          const Palette& palette,
                          const QStringList& start) {
    TrainingData data;
    data.folder = QFileInfo(folder).absoluteFilePath().toStdString();
    data.layout = layout;
    data.palette = palette.id().toStdString();
    data.classes = learntClasses(palette);
    data.void_ids = overlookedIds(palette);
    for (const QString& file : start) {
        data.start.emplace_back(QFileInfo(file).absoluteFilePath().toStdString());
    }
    return data;
}

}  // namespace tessera
