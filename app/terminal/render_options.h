// What `tessera render` was asked for, checked before anything is read.
#pragma once

#include <QSize>
#include <optional>
#include <vector>

#include "core/images/label_files.h"
#include "core/jobs/render_service.h"

namespace tessera {

/// One label file and where its photo goes.
struct RenderItem {
    QString label;
    QString photo;
    QString dump;  ///< folder, or empty
};

struct RenderOptions {
    std::vector<RenderItem> items;
    QString model;    ///< empty: the painting's own, else the default
    QString palette;  ///< empty: the painting's own, else the model's
    RenderSettings settings;
    LabelReadOptions reading;
    std::optional<quint32> styleSeed;
    std::optional<quint32> noiseSeed;
    QString styleFrom;  ///< a photo, or empty
    QSize size;         ///< empty: the label's own
};

/// None when help was asked for and shown. Throws UsageError.
std::optional<RenderOptions> parseRenderOptions(const QStringList& arguments);

}  // namespace tessera
