// From palettes to the classes of a model file.
#include "core/jobs/training/learnt_classes.h"

#include "core/palette/palette.h"
#include "model/files/model_card.h"

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

}  // namespace tessera
