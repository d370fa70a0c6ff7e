// "New painting": size, palette, first class.
#pragma once

#include <QDialog>
#include <QSize>
#include <QString>

#include "core/document/painting_data.h"

class QComboBox;
class QSpinBox;

namespace tessera {
class PaletteLibrary;
}

namespace tessera::ui {

class ClassCombo;

class NewPaintingDialog : public QDialog {
    Q_OBJECT

public:
    static constexpr int kSmallestSide = 16;
    static constexpr int kLargestSide = 4096;

    /// `library` outlives the dialog; `paletteId` is proposed.
    NewPaintingDialog(const PaletteLibrary& library,
                      const QString& paletteId,
                      QWidget* parent = nullptr);

    void setPictureSize(QSize size);
    QSize pictureSize() const;

    /// The palette's first class fills the canvas unless another one, or none, was chosen.
    PaintingData painting() const;

    void done(int result) override;

private:
    QWidget* createSize();
    void adoptPalette();
    void showPreset();

    const PaletteLibrary& library_;
    QComboBox* preset_ = nullptr;
    QSpinBox* width_ = nullptr;
    QSpinBox* height_ = nullptr;
    QComboBox* palette_ = nullptr;
    ClassCombo* fill_ = nullptr;
};

}  // namespace tessera::ui
