// A render service with a tiny random model, and a painting that it can draw.
#pragma once

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include "core/document/painting.h"
#include "core/jobs/render_service.h"
#include "tests/core/jobs/tiny_model_file.h"

namespace tessera::ui {

inline constexpr int kPatience = 60000;  ///< milliseconds, for a machine under load

/// Opens the model and waits for it.
inline void openTinyModel(RenderService& renders,
                          const QTemporaryDir& folder,
                          const testing::TinyModelKind& kind = {}) {
    const QString file = folder.filePath(QStringLiteral("tiny%1%2%3.safetensors")
                                             .arg(kind.style)
                                             .arg(kind.styleEncoder)
                                             .arg(kind.source));
    testing::writeTinyModel(file, kind);
    QSignalSpy opened(&renders, &RenderService::modelOpened);
    renders.openModel(file, {QStringLiteral("cpu"), QStringLiteral("float32"), 0});
    QVERIFY(opened.wait(kPatience));
}

/// The same of a published network.
inline void openTinyPublished(RenderService& renders,
                              const QTemporaryDir& folder,
                              const QString& architecture) {
    const QString file = folder.filePath(architecture + QStringLiteral(".safetensors"));
    testing::writeTinyPublished(file, architecture);
    QSignalSpy opened(&renders, &RenderService::modelOpened);
    renders.openModel(file, {QStringLiteral("cpu"), QStringLiteral("float32"), 0});
    QVERIFY(opened.wait(kPatience));
}

/// 32 x 24: road below, sky above.
inline PaintingData landscape() {
    const Palette palette(QStringLiteral("tiny"),
                          QStringLiteral("Tiny"),
                          {},
                          255,
                          {{4, QStringLiteral("road"), QColor(112, 112, 120), true, {}},
                           {6, QStringLiteral("sky"), QColor(120, 180, 235), true, {}},
                           {7, QStringLiteral("tree"), QColor(52, 128, 64), true, {}}});
    LabelMap labels(32, 24, 1);
    for (int y = 12; y < 24; ++y) {
        std::fill_n(labels.writableScanLine(y), 32, uint16_t{0});
    }
    return {labels, palette, {{}, 5, 6, {}}, QStringLiteral("tiny")};
}

}  // namespace tessera::ui
